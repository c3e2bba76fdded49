#include "http/client_origins.h"

#include "oauth/client.h"

enum { PAGE = 100 };

static result_t any_has(arena_t *arena, const struct oauth_client_record *records, size_t n,
    str_t origin, bool *known_out)
{
    for (size_t i = 0; i < n && !*known_out; i++) {
        const struct oauth_client *client;
        TRY(oauth_client_read(arena, &records[i], &client));
        *known_out = client->enabled && oauth_client_has_origin(arena, client, origin);
    }
    return OK;
}

static result_t known(void *self, arena_t *arena, str_t origin, bool *known_out)
{
    const struct account_store *store = self;
    struct account_page page = {STR_NONE, PAGE};
    const struct oauth_client_record *records;
    size_t n;

    *known_out = false;
    do {
        TRY(store->client_list(store->self, arena, &page, &records, &n));
        TRY(any_has(arena, records, n, origin, known_out));
        if (n > 0)
            page.after = records[n - 1].client_id;
    } while (n == PAGE && !*known_out);
    return OK;
}

struct http_cors_origins http_client_origins(const struct account_store *store)
{
    return (struct http_cors_origins){(void *)(uintptr_t)store, known};
}
