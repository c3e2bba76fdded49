#include "authn/phone.h"

#include "base/buf.h"
#include "base/unicode.h"

#include <string.h>

enum { TYPED_MAX_BYTES = 128 };

/* What people write between digits. */
static bool is_separator(char c)
{
    return c != '\0' && strchr(" -./()", c) != NULL;
}

bool authn_phone_canonical(arena_t *arena, str_t typed, str_t *number_out)
{
    buf_t number = buf_new(arena, TYPED_MAX_BYTES);
    str_t text;

    if (typed.len > TYPED_MAX_BYTES || !unicode_nfkc(arena, typed, &text))
        return false;
    text = str_trim(text);
    if (!str_starts_with(text, STR("+")))
        return false;
    buf_put_char(&number, '+');
    for (size_t i = 1; i < text.len; i++) {
        char c = text.ptr[i];

        if (c >= '0' && c <= '9')
            buf_put_char(&number, c);
        else if (!is_separator(c))
            return false;
    }
    *number_out = buf_str(&number);
    size_t digits = number_out->len - 1;
    return digits >= AUTHN_PHONE_DIGITS_MIN && digits <= AUTHN_PHONE_DIGITS_MAX &&
           number_out->ptr[1] != '0';
}
