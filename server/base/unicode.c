#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

static bool is_utf8(str_t text)
{
    return u8_check((const uint8_t *)text.ptr, text.len) == NULL;
}

/* Moves the library's malloc'd text into the arena. Its only failure left is memory. */
static str_t adopt(arena_t *arena, uint8_t *text, size_t len)
{
    if (text == NULL)
        abort();
    str_t copy = arena_bytes(arena, text, len);
    explicit_bzero(text, len);
    free(text);
    return copy;
}

bool unicode_nfkc(arena_t *arena, str_t text, str_t *out)
{
    size_t len = 0;

    if (!is_utf8(text))
        return false;
    *out = STR("");
    if (text.len == 0)
        return true;
    uint8_t *form = u8_normalize(UNINORM_NFKC, (const uint8_t *)text.ptr, text.len, NULL, &len);
    *out = adopt(arena, form, len);
    return true;
}

bool unicode_fold(arena_t *arena, str_t text, str_t *out)
{
    size_t len = 0;

    if (!is_utf8(text))
        return false;
    *out = STR("");
    if (text.len == 0)
        return true;
    /* No language: the Turkish dotless i must not make an address depend on who reads it. */
    uint8_t *form =
        u8_casefold((const uint8_t *)text.ptr, text.len, NULL, UNINORM_NFKC, NULL, &len);
    *out = adopt(arena, form, len);
    return true;
}

size_t unicode_length(str_t text)
{
    return text.len == 0 ? 0 : u8_mbsnlen((const uint8_t *)text.ptr, text.len);
}

static bool is_name_character(ucs4_t c)
{
    return c < 0x80 || (uc_is_general_category_withtable(
                            c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N) &&
                           !uc_is_property_default_ignorable_code_point(c));
}

bool unicode_is_name_text(str_t text)
{
    if (!is_utf8(text))
        return false;
    for (size_t at = 0; at < text.len;) {
        ucs4_t c = 0;
        int taken = u8_mbtouc(&c, (const uint8_t *)text.ptr + at, text.len - at);

        if (!is_name_character(c))
            return false;
        at += (size_t)taken;
    }
    return true;
}
