/* Argon2 as PHC strings (RFC 9106; "$argon2id$v=19$m=19456,t=2,p=1$salt$hash"). libsodium checks
 * version 19 of Argon2id and Argon2i, in any number of lanes, one after the other. */
#include "crypto/stored_hash/formats.h"

#include <errno.h>
#include <sodium.h>

enum { MEMORY_KIB_MIN = 8, SALT_MIN = 8, PHC_MAX = crypto_pwhash_STRBYTES - 1 };

static const char *read_costs(str_t costs, struct stored_hash *hash)
{
    if (!stored_hash_parameter(
            &costs, STR("m="), MEMORY_KIB_MIN, STORED_HASH_MEMORY_KIB_MAX, &hash->memory_kib) ||
        !stored_hash_parameter(&costs, STR("t="), 1, STORED_HASH_ARGON2_OPS_MAX, &hash->ops) ||
        !stored_hash_parameter(&costs, STR("p="), 1, STORED_HASH_LANES_MAX, &hash->lanes) ||
        str_present(costs))
        return "is Argon2 with malformed or too high costs";
    /* RFC 9106, section 3.1: eight blocks a lane at least. */
    return hash->memory_kib < MEMORY_KIB_MIN * hash->lanes
               ? "is Argon2 with less than 8 KiB of memory a lane"
               : NULL;
}

const char *stored_argon2_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    str_t rest = text, empty, name, version, costs, salt;
    const char *problem;

    if (text.len > PHC_MAX)
        return "is longer than any Argon2 hash that can be checked";
    if (!stored_hash_part(&rest, &empty) || !stored_hash_part(&rest, &name) ||
        !stored_hash_part(&rest, &version) || !stored_hash_part(&rest, &costs) ||
        !stored_hash_part(&rest, &salt))
        return "is no PHC string";
    if (!str_eq(name, STR("argon2id")) && !str_eq(name, STR("argon2i")))
        return "is a kind of Argon2 that cannot be checked";
    if (!str_eq(version, STR("v=19")))
        return "is not version 19 of Argon2";
    problem = read_costs(costs, hash);
    if (problem != NULL)
        return problem;
    if (str_contains_char(salt, '.') || str_contains_char(rest, '.') ||
        str_contains_char(salt, '=') || str_contains_char(rest, '=') ||
        !stored_hash_base64(arena, salt, &hash->salt) ||
        !stored_hash_base64(arena, rest, &hash->digest))
        return "has a salt or a digest that is no base64 without padding";
    if (hash->salt.len < SALT_MIN || hash->digest.len < STORED_HASH_DIGEST_MIN)
        return "has too short a salt or digest";
    hash->text = arena_str(arena, text);
    return NULL;
}

const char *stored_argon2_foreign_problem(const struct stored_hash *hash)
{
    if (hash->memory_kib > STORED_HASH_FOREIGN_MEMORY_KIB_MAX)
        return "asks for more than 128 MiB of memory";
    if (hash->memory_kib * hash->ops > STORED_HASH_ARGON2_WORK_KIB_MAX)
        return "asks for more passes over its memory than may be";
    return NULL;
}

/* libsodium tells "wrong" from "could not look" by errno alone. */
result_t stored_argon2_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out)
{
    (void)arena;
    errno = 0;
    int differs = crypto_pwhash_str_verify(hash->text.ptr, password.ptr, password.len);

    if (differs && errno == ENOMEM)
        return result_fail(RESULT_UNAVAILABLE, "no memory for Argon2");
    if (differs && errno != EINVAL)
        return result_fail(RESULT_CORRUPT, "a stored password hash is malformed");
    *match_out = differs ? STORED_HASH_WRONG : STORED_HASH_RIGHT;
    return OK;
}
