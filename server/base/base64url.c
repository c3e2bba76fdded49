#include "base/base64url.h"

static const char url_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char std_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static str_t encode(arena_t *arena, const void *bytes, size_t len, const char *alphabet, bool pad)
{
    const unsigned char *in = bytes;
    char *out = arena_alloc(arena, (len + 2) / 3 * 4 + 1);
    size_t o = 0;
    for (size_t i = 0; i < len; i += 3) {
        size_t have = len - i < 3 ? len - i : 3;
        unsigned int group = (unsigned int)in[i] << 16;
        if (have > 1)
            group |= (unsigned int)in[i + 1] << 8;
        if (have > 2)
            group |= in[i + 2];
        for (size_t k = 0; k <= have; k++)
            out[o++] = alphabet[group >> (18 - 6 * k) & 63];
        for (size_t k = have; pad && k < 3; k++)
            out[o++] = '=';
    }
    return (str_t){out, o};
}

static int value_of(char c, char c62, char c63)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == c62 ? 62 : c == c63 ? 63 : -1;
}

static bool decode(arena_t *arena, str_t text, char c62, char c63, str_t *bytes_out)
{
    if (text.len % 4 == 1)
        return false;
    unsigned char *out = arena_alloc(arena, text.len / 4 * 3 + 3);
    size_t o = 0;
    unsigned int bits = 0;
    unsigned int have = 0;
    for (size_t i = 0; i < text.len; i++) {
        int value = value_of(text.ptr[i], c62, c63);
        if (value < 0)
            return false;
        bits = (bits << 6 | (unsigned int)value) & 0xFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[o++] = (unsigned char)(bits >> have & 0xFF);
        }
    }
    if ((bits & ((1U << have) - 1)) != 0)
        return false;
    *bytes_out = (str_t){(const char *)out, o};
    return true;
}

str_t base64url_encode(arena_t *arena, const void *bytes, size_t len)
{
    return encode(arena, bytes, len, url_alphabet, false);
}

bool base64url_decode(arena_t *arena, str_t text, str_t *bytes_out)
{
    return decode(arena, text, '-', '_', bytes_out);
}

str_t base64_encode(arena_t *arena, const void *bytes, size_t len)
{
    return encode(arena, bytes, len, std_alphabet, true);
}

bool base64_decode(arena_t *arena, str_t text, str_t *bytes_out)
{
    if (text.len % 4 != 0)
        return false;
    for (int pads = 0; pads < 2 && text.len > 0 && text.ptr[text.len - 1] == '='; pads++)
        text.len--;
    return decode(arena, text, '+', '/', bytes_out);
}
