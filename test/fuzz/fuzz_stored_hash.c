/* links: tessera_crypto */
/* A password hash that an import brings: what is read stays within its bounds, and what is cheap is
 * checked without a crash. */
#include "crypto/stored_hash.h"

#include <stdlib.h>

enum { ARENA_MAX = 16 * 1024 * 1024, CHEAP_OPS = 1024, CHEAP_MEMORY_KIB = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Only crypt(3)'s are without a digest: their cost stands in the text alone. */
static bool is_cheap(const struct stored_hash *hash)
{
    return str_present(hash->digest) && hash->ops <= CHEAP_OPS &&
           hash->memory_kib <= CHEAP_MEMORY_KIB && hash->ops * hash->block <= 8 * CHEAP_OPS;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t text = {(const char *)data, size};
    struct stored_hash hash;
    enum stored_hash_match match;
    const char *problem = stored_hash_read(arena, text, &hash);

    if (problem != NULL && stored_hash_foreign_problem(arena, text) == NULL)
        abort();
    if (problem != NULL || !is_cheap(&hash))
        return 0;
    if (hash.memory_kib > STORED_HASH_MEMORY_KIB_MAX || size > STORED_HASH_BYTES_MAX)
        abort();
    (void)!result_ok(stored_hash_check(arena, &hash, STR("password"), &match));
    return 0;
}
