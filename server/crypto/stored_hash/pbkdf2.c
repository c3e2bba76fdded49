/* PBKDF2 (RFC 8018, section 5.2) with HMAC: "i=600000,l=32$salt$digest" or "29000$salt$digest" in
 * base64 as PHC and passlib write it, "600000$text$digest" as Django does. */
#include "crypto/digest.h"
#include "crypto/stored_hash/formats.h"

#include <nettle/pbkdf2.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

typedef void (*pbkdf2_fn)(size_t key_length, const uint8_t *key, unsigned iterations,
    size_t salt_length, const uint8_t *salt, size_t length, uint8_t *dst);

/* "i=N", "i=N,l=N" or "N". */
static bool read_iterations(str_t text, int64_t *iterations_out, int64_t *length_out)
{
    *length_out = 0;
    if (!str_starts_with(text, STR("i=")))
        return str_to_int64(text, iterations_out) && *iterations_out > 0;
    if (!stored_hash_parameter(&text, STR("i="), 1, INT64_MAX, iterations_out))
        return false;
    return !str_present(text) || (stored_hash_parameter(&text, STR("l="), STORED_HASH_DIGEST_MIN,
                                      STORED_HASH_DIGEST_MAX, length_out) &&
                                     !str_present(text));
}

static const char *problem_of(const struct stored_hash *hash)
{
    if (hash->ops > STORED_HASH_PBKDF2_ITERATIONS_MAX)
        return "is PBKDF2 with more than 2,000,000 iterations";
    return stored_hash_lengths_problem(hash->salt, hash->digest);
}

const char *stored_pbkdf2_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    str_t rest = text, costs, salt;
    int64_t length = 0;

    if (!stored_hash_part(&rest, &costs) || !stored_hash_part(&rest, &salt) ||
        !read_iterations(costs, &hash->ops, &length) ||
        !stored_hash_base64(arena, salt, &hash->salt) ||
        !stored_hash_base64(arena, rest, &hash->digest))
        return "is no PBKDF2 hash";
    if (length != 0 && hash->digest.len != (size_t)length)
        return "is PBKDF2 with a digest of another length than it says";
    return problem_of(hash);
}

const char *stored_pbkdf2_django_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    str_t rest = text, costs;

    if (!stored_hash_part(&rest, &costs) || !stored_hash_part(&rest, &hash->salt) ||
        !str_to_int64(costs, &hash->ops) || hash->ops == 0 ||
        !stored_hash_base64(arena, rest, &hash->digest))
        return "is no PBKDF2 hash of Django";
    return problem_of(hash);
}

/* Its blocks are independent of each other, each as dear as the first: whoever knows the password
 * has the first right, and nobody else does. */
static result_t check(const struct stored_hash *hash, str_t password, pbkdf2_fn derive,
    size_t block, enum stored_hash_match *match_out)
{
    uint8_t derived[SHA512_DIGEST_SIZE];
    size_t len = hash->digest.len < block ? hash->digest.len : block;

    derive(password.len, (const uint8_t *)password.ptr, (unsigned)hash->ops, hash->salt.len,
        (const uint8_t *)hash->salt.ptr, len, derived);
    if (digest_equal((str_t){(const char *)derived, len}, str_first(hash->digest, len)))
        *match_out = STORED_HASH_RIGHT;
    return OK;
}

result_t stored_pbkdf2_sha1_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out)
{
    (void)arena;
    return check(hash, password, pbkdf2_hmac_sha1, SHA1_DIGEST_SIZE, match_out);
}

result_t stored_pbkdf2_sha256_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out)
{
    (void)arena;
    return check(hash, password, pbkdf2_hmac_sha256, SHA256_DIGEST_SIZE, match_out);
}

result_t stored_pbkdf2_sha512_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out)
{
    (void)arena;
    return check(hash, password, pbkdf2_hmac_sha512, SHA512_DIGEST_SIZE, match_out);
}
