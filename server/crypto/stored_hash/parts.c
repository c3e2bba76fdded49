/* What stored hashes are made of, whoever wrote them. */
#include "crypto/stored_hash/formats.h"

#include <sodium.h>

bool stored_hash_part(str_t *rest, str_t *part_out)
{
    return str_present(*rest) && str_contains_char(*rest, '$') && str_next(rest, '$', part_out);
}

bool stored_hash_parameter(str_t *rest, str_t name, int64_t min, int64_t max, int64_t *value_out)
{
    str_t part;

    return str_next(rest, ',', &part) && str_starts_with(part, name) &&
           str_to_int64(str_from(part, name.len), value_out) && *value_out >= min &&
           *value_out <= max;
}

bool stored_hash_base64(arena_t *arena, str_t text, str_t *bytes_out)
{
    char *standard = arena_alloc(arena, text.len + 1);
    unsigned char *bytes = arena_alloc(arena, text.len + 1);
    size_t len = 0;

    if (text.len % 4 == 0 && str_ends_with(text, STR("==")))
        text.len -= 2;
    else if (text.len % 4 == 0 && str_ends_with(text, STR("=")))
        text.len--;
    for (size_t i = 0; i < text.len; i++)
        standard[i] = text.ptr[i] == '.' ? '+' : text.ptr[i];
    if (sodium_base642bin(bytes, text.len + 1, standard, text.len, NULL, &len, NULL,
            sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0)
        return false;
    *bytes_out = (str_t){(const char *)bytes, len};
    return true;
}

const char *stored_hash_lengths_problem(str_t salt, str_t digest)
{
    if (salt.len < STORED_HASH_SALT_MIN || salt.len > STORED_HASH_SALT_MAX)
        return "has a salt of less than 4 or more than 128 bytes";
    if (digest.len < STORED_HASH_DIGEST_MIN || digest.len > STORED_HASH_DIGEST_MAX)
        return "has a digest of less than 16 or more than 64 bytes";
    return NULL;
}

static const char crypt_alphabet[] =
    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

bool stored_hash_is_crypt_text(str_t text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!str_contains_char(STR(crypt_alphabet), text.ptr[i]))
            return false;
    return true;
}

char stored_hash_crypt_char(uint32_t digit)
{
    return crypt_alphabet[digit & 63];
}

int64_t stored_hash_crypt_digit(char c)
{
    int64_t digit = 0;

    while (crypt_alphabet[digit] != c)
        digit++;
    return digit;
}
