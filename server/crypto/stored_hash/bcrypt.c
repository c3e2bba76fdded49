/* bcrypt: "$2b$12$" and 22 characters of salt, 31 of digest. It looks at 72 bytes of a password.
 * $2x$, which the mistakes of one library made, is refused. */
#include "crypto/digest.h"
#include "crypto/stored_hash/formats.h"

#include <nettle/hmac.h>
#include <sodium.h>

enum { HEAD = 7, SALT = 22, DIGEST = 31, LOOKED_AT = 72, COST_MIN = 4 };

const char *stored_bcrypt_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    str_t rest = str_from(text, 1), kind, cost;

    if (!stored_hash_part(&rest, &kind) || kind.len != 2 || kind.ptr[0] != '2' ||
        !str_contains_char(STR("aby"), kind.ptr[1]))
        return "is a kind of bcrypt that cannot be checked";
    if (!stored_hash_part(&rest, &cost) || cost.len != 2 || !str_to_int64(cost, &hash->ops) ||
        rest.len != SALT + DIGEST || !stored_hash_is_crypt_text(rest))
        return "is no bcrypt hash";
    if (hash->ops < COST_MIN || hash->ops > STORED_HASH_BCRYPT_COST_MAX)
        return "is bcrypt with a cost that is not between 4 and 15";
    hash->text = arena_str(arena, text);
    return NULL;
}

/* Two bits of the salt's last character do not count, and others write them as they like: only the
 * digest is compared. */
result_t stored_bcrypt_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out)
{
    str_t text;

    TRY(stored_hash_crypt(arena, hash, password, &text));
    if (!str_present(text) ||
        !digest_equal(str_from(text, HEAD + SALT), str_from(hash->text, HEAD + SALT)))
        return OK;
    *match_out = password.len > LOOKED_AT ? STORED_HASH_RIGHT_SO_FAR : STORED_HASH_RIGHT;
    return OK;
}

str_t stored_bcrypt_django(arena_t *arena, str_t password)
{
    uint8_t digest[DIGEST_SHA256_BYTES];
    char *hex = arena_alloc(arena, sizeof digest * 2 + 1);

    digest_sha256(password, digest);
    sodium_bin2hex(hex, sizeof digest * 2 + 1, digest, sizeof digest);
    return str_from_cstr(hex);
}

str_t stored_bcrypt_wordpress(arena_t *arena, str_t password)
{
    static const uint8_t key[] = "wp-sha384";
    struct hmac_sha384_ctx hmac;
    uint8_t digest[SHA384_DIGEST_SIZE];
    size_t size = sodium_base64_ENCODED_LEN(sizeof digest, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(arena, size);

    hmac_sha384_set_key(&hmac, sizeof key - 1, key);
    hmac_sha384_update(&hmac, password.len, (const uint8_t *)password.ptr);
    hmac_sha384_digest(&hmac, sizeof digest, digest);
    sodium_bin2base64(text, size, digest, sizeof digest, sodium_base64_VARIANT_ORIGINAL);
    sodium_memzero(&hmac, sizeof hmac);
    return str_from_cstr(text);
}
