/* phpass's portable hashes, of WordPress before 6.8 and phpBB: after "$P$" or "$H$" one character
 * for the rounds, eight of salt, 22 of digest. MD5 over and over: weak, and gone at the first
 * sign-in. */
#include "base/buf.h"
#include "crypto/digest.h"
#include "crypto/stored_hash/formats.h"

#include <nettle/md5.h>
#include <sodium.h>

enum { SALT = 8, DIGEST = 22, LOG2_MIN = 7 };

const char *stored_phpass_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    (void)arena;
    if (text.len != 1 + SALT + DIGEST || !stored_hash_is_crypt_text(text))
        return "is no phpass hash";
    int64_t log2 = stored_hash_crypt_digit(text.ptr[0]);

    if (log2 < LOG2_MIN || log2 > STORED_HASH_PHPASS_LOG2_MAX)
        return "is phpass with rounds that are not between 2^7 and 2^20";
    hash->ops = (int64_t)1 << log2;
    hash->salt = str_first(str_from(text, 1), SALT);
    hash->digest = str_from(text, 1 + SALT);
    return NULL;
}

/* Three bytes, the least first, in four characters; the sixteenth byte in two. */
static str_t encode(arena_t *arena, const uint8_t digest[MD5_DIGEST_SIZE])
{
    buf_t text = buf_new(arena, DIGEST);

    for (size_t i = 0; i < MD5_DIGEST_SIZE; i += 3) {
        uint32_t word = 0;
        size_t n = MD5_DIGEST_SIZE - i < 3 ? MD5_DIGEST_SIZE - i : 3;

        for (size_t j = n; j-- > 0;)
            word = word << 8 | digest[i + j];
        for (size_t j = 0; j <= n; j++, word >>= 6)
            buf_put_char(&text, stored_hash_crypt_char(word));
    }
    return buf_str(&text);
}

result_t stored_phpass_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out)
{
    uint8_t digest[MD5_DIGEST_SIZE];
    struct md5_ctx md5;

    md5_init(&md5);
    md5_update(&md5, hash->salt.len, (const uint8_t *)hash->salt.ptr);
    md5_update(&md5, password.len, (const uint8_t *)password.ptr);
    md5_digest(&md5, sizeof digest, digest);
    for (int64_t i = 0; i < hash->ops; i++) {
        md5_update(&md5, sizeof digest, digest);
        md5_update(&md5, password.len, (const uint8_t *)password.ptr);
        md5_digest(&md5, sizeof digest, digest);
    }
    sodium_memzero(&md5, sizeof md5);
    if (digest_equal(encode(arena, digest), hash->digest))
        *match_out = STORED_HASH_RIGHT;
    return OK;
}
