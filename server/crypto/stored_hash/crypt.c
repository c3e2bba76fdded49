/* What crypt(3) checks: sha256-crypt, sha512-crypt, scrypt as $7$, yescrypt; and the call itself.
 * Everything is judged before libxcrypt sees it. */
#include "crypto/digest.h"
#include "crypto/stored_hash/formats.h"

#include <crypt.h>
#include <sodium.h>
#include <string.h>

enum {
    ROUNDS_MIN = 1000,
    SHA2_SALT_MAX = 16,
    SHA256_TEXT = 43,
    SHA512_TEXT = 86,
    SCRYPT_HEAD = 11, /* N in one character, r and p in five each */
    SCRYPT_TEXT = 43,
    SALT_TEXT_MAX = 86,
    DIGIT_MAX = 47, /* yescrypt goes on in a second character */
    PASSWORD_MAX = CRYPT_MAX_PASSPHRASE_SIZE - 1,
};

static bool read_rounds(str_t *rest)
{
    str_t part;
    int64_t rounds;

    if (!str_starts_with(*rest, STR("rounds=")))
        return true;
    return stored_hash_part(rest, &part) && str_to_int64(str_from(part, 7), &rounds) &&
           rounds >= ROUNDS_MIN && rounds <= STORED_HASH_CRYPT_ROUNDS_MAX;
}

const char *stored_sha2_crypt_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    str_t rest = str_from(text, 3), salt;
    size_t len = text.ptr[1] == '5' ? SHA256_TEXT : SHA512_TEXT;

    if (!read_rounds(&rest))
        return "is SHA-crypt with rounds that are not between 1,000 and 1,000,000";
    if (!stored_hash_part(&rest, &salt) || salt.len == 0 || salt.len > SHA2_SALT_MAX ||
        !stored_hash_is_crypt_text(salt) || rest.len != len || !stored_hash_is_crypt_text(rest))
        return "is no SHA-crypt hash";
    hash->text = arena_str(arena, text);
    return NULL;
}

/* Thirty bits, the least first, in five characters. */
static int64_t five_digits(str_t text)
{
    int64_t value = 0;

    for (size_t i = 5; i-- > 0;)
        value = value << 6 | stored_hash_crypt_digit(text.ptr[i]);
    return value;
}

const char *stored_crypt_scrypt_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    str_t rest = str_from(text, 3), head = str_first(rest, SCRYPT_HEAD), salt;

    rest = str_from(rest, SCRYPT_HEAD);
    if (head.len != SCRYPT_HEAD || !stored_hash_is_crypt_text(head) ||
        !stored_hash_part(&rest, &salt) || salt.len < STORED_HASH_SALT_MIN ||
        salt.len > SALT_TEXT_MAX || !stored_hash_is_crypt_text(salt) || rest.len != SCRYPT_TEXT ||
        !stored_hash_is_crypt_text(rest))
        return "is no scrypt hash of crypt(3)";
    hash->text = arena_str(arena, text);
    int64_t log2 = stored_hash_crypt_digit(head.ptr[0]);
    if (log2 > DIGIT_MAX)
        return "is scrypt with costs that are too high";
    return stored_scrypt_problem(
        (int64_t)1 << log2, five_digits(str_from(head, 1)), five_digits(str_from(head, 6)));
}

/* "j9T": the flavour that everybody has, N and r in a character each, and nothing besides. */
static const char *yescrypt_costs_problem(str_t costs)
{
    if (costs.len != 3 || costs.ptr[0] != 'j' || !stored_hash_is_crypt_text(costs))
        return "is a kind of yescrypt that cannot be checked";
    int64_t log2 = stored_hash_crypt_digit(costs.ptr[1]) + 1;
    int64_t block = stored_hash_crypt_digit(costs.ptr[2]) + 1;

    if (log2 > DIGIT_MAX || block > DIGIT_MAX)
        return "is yescrypt with costs that are too high";
    return stored_scrypt_problem((int64_t)1 << log2, block, 1);
}

const char *stored_yescrypt_read(arena_t *arena, str_t text, struct stored_hash *hash)
{
    str_t rest = str_from(text, 3), costs, salt;

    if (!stored_hash_part(&rest, &costs) || !stored_hash_part(&rest, &salt) ||
        salt.len < STORED_HASH_SALT_MIN || salt.len > SALT_TEXT_MAX ||
        !stored_hash_is_crypt_text(salt) || rest.len != SCRYPT_TEXT ||
        !stored_hash_is_crypt_text(rest))
        return "is no yescrypt hash";
    hash->text = arena_str(arena, text);
    return yescrypt_costs_problem(costs);
}

/* A password that a C string cannot hold is hashed as far as it goes, and wrong. */
result_t stored_hash_crypt(
    arena_t *arena, const struct stored_hash *hash, str_t password, str_t *text_out)
{
    str_t whole = str_first(password, PASSWORD_MAX);
    const char *passphrase = arena_cstr(arena, whole);
    struct crypt_data *data = arena_alloc(arena, sizeof *data);
    const char *text = crypt_r(passphrase, hash->text.ptr, data);

    *text_out = STR_NONE;
    if (text == NULL || text[0] == '*')
        return result_fail(RESULT_UNAVAILABLE, "crypt(3) could not check a stored password hash");
    if (strlen(passphrase) == password.len)
        *text_out = arena_str(arena, str_from_cstr(text));
    sodium_memzero(data, sizeof *data);
    return OK;
}

result_t stored_crypt_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out)
{
    str_t text;

    TRY(stored_hash_crypt(arena, hash, password, &text));
    if (str_present(text) && digest_equal(text, hash->text))
        *match_out = STORED_HASH_RIGHT;
    return OK;
}
