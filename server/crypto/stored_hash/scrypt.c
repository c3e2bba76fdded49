/* scrypt (RFC 7914): "ln=16,r=8,p=1$salt$digest" as PHC and passlib write it, and Django's
 * "16384$text$8$1$digest". */
#include "crypto/digest.h"
#include "crypto/stored_hash/formats.h"

#include <errno.h>
#include <sodium.h>

enum { LOG2_MAX = 24, BLOCK_MAX = 64 };

/* RFC 7914, section 2: N is a power of two; 128 * N * r bytes are taken. */
const char *stored_scrypt_problem(int64_t n, int64_t block, int64_t lanes)
{
    if (n < 2 || (n & (n - 1)) != 0 || n > (int64_t)1 << LOG2_MAX || block < 1 ||
        block > BLOCK_MAX || lanes < 1 || lanes > STORED_HASH_LANES_MAX)
        return "is scrypt with malformed or too high costs";
    if (n * block / 8 > STORED_HASH_FOREIGN_MEMORY_KIB_MAX)
        return "asks for more than 128 MiB of memory";
    if (n * block * lanes > STORED_HASH_SCRYPT_WORK_MAX)
        return "is scrypt with more work than may be";
    return NULL;
}

static const char *problem_of(const struct stored_hash *hash)
{
    const char *problem = stored_scrypt_problem(hash->ops, hash->block, hash->lanes);

    return problem != NULL ? problem : stored_hash_lengths_problem(hash->salt, hash->digest);
}

const char *stored_scrypt_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    str_t rest = text, costs, salt;
    int64_t log2 = 0;

    if (!stored_hash_part(&rest, &costs) || !stored_hash_part(&rest, &salt) ||
        !stored_hash_parameter(&costs, STR("ln="), 1, LOG2_MAX, &log2) ||
        !stored_hash_parameter(&costs, STR("r="), 1, BLOCK_MAX, &hash->block) ||
        !stored_hash_parameter(&costs, STR("p="), 1, STORED_HASH_LANES_MAX, &hash->lanes) ||
        str_present(costs) || !stored_hash_base64(arena, salt, &hash->salt) ||
        !stored_hash_base64(arena, rest, &hash->digest))
        return "is no scrypt hash, or one with too high costs";
    hash->ops = (int64_t)1 << log2;
    return problem_of(hash);
}

const char *stored_scrypt_django_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    str_t rest = text, n, block, lanes;

    if (!stored_hash_part(&rest, &n) || !stored_hash_part(&rest, &hash->salt) ||
        !stored_hash_part(&rest, &block) || !stored_hash_part(&rest, &lanes) ||
        !str_to_int64(n, &hash->ops) || !str_to_int64(block, &hash->block) ||
        !str_to_int64(lanes, &hash->lanes) || !stored_hash_base64(arena, rest, &hash->digest))
        return "is no scrypt hash of Django";
    return problem_of(hash);
}

result_t stored_scrypt_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out)
{
    uint8_t derived[STORED_HASH_DIGEST_MAX];
    size_t len = hash->digest.len;

    (void)arena;
    if (crypto_pwhash_scryptsalsa208sha256_ll((const uint8_t *)password.ptr, password.len,
            (const uint8_t *)hash->salt.ptr, hash->salt.len, (uint64_t)hash->ops,
            (uint32_t)hash->block, (uint32_t)hash->lanes, derived, len) != 0)
        return errno == ENOMEM ? result_fail(RESULT_UNAVAILABLE, "no memory for scrypt")
                               : result_fail(RESULT_CORRUPT, "a stored scrypt hash is malformed");
    if (digest_equal((str_t){(const char *)derived, len}, hash->digest))
        *match_out = STORED_HASH_RIGHT;
    return OK;
}
