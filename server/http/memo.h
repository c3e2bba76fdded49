/* A document that is the same for everyone and costs more to make than to copy: made anew when it
 * is older than its life. Any thread; a few may make it at once, and the last one stays.
 */
#ifndef TESSERA_HTTP_MEMO_H
#define TESSERA_HTTP_MEMO_H

#include "base/arena.h"

struct http_memo;

/* Own. */
struct http_memo *http_memo_new(int64_t life_s);
void http_memo_free(struct http_memo **memo);

/* A copy in the arena; absent if there is none yet, or it is too old. */
str_t http_memo_get(struct http_memo *memo, arena_t *arena, int64_t now);
void http_memo_set(struct http_memo *memo, str_t text, int64_t now);

#endif
