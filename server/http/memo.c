#include "http/memo.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct http_memo {
    pthread_mutex_t lock;
    int64_t life_s;
    int64_t made_at;
    char *text; /* NULL: none yet */
    size_t len;
};

struct http_memo *http_memo_new(int64_t life_s)
{
    struct http_memo *memo = calloc(1, sizeof *memo);

    if (memo == NULL)
        abort();
    pthread_mutex_init(&memo->lock, NULL);
    memo->life_s = life_s;
    return memo;
}

void http_memo_free(struct http_memo **memo)
{
    if (*memo == NULL)
        return;
    pthread_mutex_destroy(&(*memo)->lock);
    free((*memo)->text);
    free(*memo);
    *memo = NULL;
}

str_t http_memo_get(struct http_memo *memo, arena_t *arena, int64_t now)
{
    str_t text = STR_NONE;

    pthread_mutex_lock(&memo->lock);
    if (memo->text != NULL && now - memo->made_at < memo->life_s)
        text = arena_bytes(arena, memo->text, memo->len);
    pthread_mutex_unlock(&memo->lock);
    return text;
}

void http_memo_set(struct http_memo *memo, str_t text, int64_t now)
{
    char *copy = malloc(text.len + 1);
    char *old;

    if (copy == NULL)
        abort();
    memcpy(copy, text.ptr, text.len);
    pthread_mutex_lock(&memo->lock);
    old = memo->text;
    memo->text = copy;
    memo->len = text.len;
    memo->made_at = now;
    pthread_mutex_unlock(&memo->lock);
    free(old);
}
