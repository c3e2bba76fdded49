#include "crypto/service_secret.h"

#include <assert.h>
#include <string.h>

enum { ARENA_MAX = 64 * 1024, NAME_MAX_BYTES = 64 };

static result_t make(arena_t *arena, const struct secret_store *store, const struct seal_key *key,
    const struct random_source *random, int64_t now_s, str_t name, str_t aad)
{
    char *bytes = arena_alloc(arena, SERVICE_SECRET_BYTES);
    random->fill(random->self, bytes, SERVICE_SECRET_BYTES);
    str_t sealed = seal(arena, key, aad, (str_t){bytes, SERVICE_SECRET_BYTES});
    result_t added = store->add(store->self, name, sealed, now_s);
    return added.code == RESULT_CONFLICT ? OK : added;
}

result_t service_secret_load(const struct secret_store *store, const struct seal_key *key,
    const struct random_source *random, const struct clock *clock, str_t name,
    uint8_t out[SERVICE_SECRET_BYTES])
{
    assert(name.len > 0 && name.len <= NAME_MAX_BYTES);
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t aad = arena_printf(arena, "secret:%.*s", STR_ARG(name));

    str_t sealed;
    TRY(store->find(store->self, arena, name, &sealed));
    if (!str_present(sealed)) {
        /* Read back rather than used: another node may have written first. */
        TRY(make(arena, store, key, random, clock_now_s(clock), name, aad));
        TRY(store->find(store->self, arena, name, &sealed));
    }
    if (!str_present(sealed))
        return result_fail(RESULT_FAILED, "a service secret is gone right after it was written");

    str_t plain;
    if (!result_ok(seal_open(arena, key, aad, sealed, &plain)))
        return result_fail(RESULT_WRONG_KEY,
            "the sealing key does not open a secret of the service: it is another one than it was "
            "sealed with, or a row of service_secrets was changed");
    if (plain.len != SERVICE_SECRET_BYTES)
        return result_fail(RESULT_CORRUPT, "a service secret has a wrong length");
    memcpy(out, plain.ptr, SERVICE_SECRET_BYTES);
    return OK;
}
