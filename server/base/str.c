#include "base/str.h"

#include <string.h>

str_t str_from_cstr(const char *text)
{
    return text ? (str_t){text, strlen(text)} : STR_NONE;
}

bool str_eq(str_t a, str_t b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_compare(str_t a, str_t b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common > 0 ? memcmp(a.ptr, b.ptr, common) : 0;

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_eq_ci(str_t a, str_t b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
            return false;
    return true;
}

bool str_starts_with(str_t s, str_t prefix)
{
    return s.len >= prefix.len && str_eq(str_first(s, prefix.len), prefix);
}

bool str_ends_with(str_t s, str_t suffix)
{
    return s.len >= suffix.len && str_eq(str_from(s, s.len - suffix.len), suffix);
}

bool str_contains_char(str_t s, char c)
{
    return s.len > 0 && memchr(s.ptr, c, s.len) != NULL;
}

str_t str_from(str_t s, size_t from)
{
    if (s.ptr == NULL)
        return STR_NONE;
    if (from > s.len)
        from = s.len;
    return (str_t){s.ptr + from, s.len - from};
}

str_t str_first(str_t s, size_t len)
{
    return (str_t){s.ptr, len < s.len ? len : s.len};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

str_t str_trim(str_t s)
{
    while (s.len > 0 && is_blank(s.ptr[0]))
        s = str_from(s, 1);
    while (s.len > 0 && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool str_next(str_t *rest, char sep, str_t *part_out)
{
    if (!str_present(*rest))
        return false;
    const char *hit = rest->len > 0 ? memchr(rest->ptr, sep, rest->len) : NULL;
    if (hit == NULL) {
        *part_out = *rest;
        *rest = STR_NONE;
        return true;
    }
    *part_out = (str_t){rest->ptr, (size_t)(hit - rest->ptr)};
    *rest = str_from(*rest, part_out->len + 1);
    return true;
}

bool str_list_has(str_t list, str_t word)
{
    str_t part;
    while (str_next(&list, ' ', &part))
        if (part.len > 0 && str_eq(part, word))
            return true;
    return false;
}

bool str_to_int64(str_t s, int64_t *value_out)
{
    if (s.len == 0 || s.len > 18)
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        value = value * 10 + (s.ptr[i] - '0');
    }
    *value_out = value;
    return true;
}

/* Length of the UTF-8 sequence at p, or 0 if it is malformed (RFC 3629, section 4). */
static size_t utf8_sequence(const unsigned char *p, size_t left)
{
    size_t n = p[0] < 0x80   ? 1
               : p[0] < 0xC2 ? 0
               : p[0] < 0xE0 ? 2
               : p[0] < 0xF0 ? 3
               : p[0] < 0xF5 ? 4
                             : 0;
    if (n == 0 || n > left)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    bool surrogate = p[0] == 0xED && p[1] >= 0xA0;
    bool above_max = p[0] == 0xF4 && p[1] >= 0x90;
    return overlong || surrogate || above_max ? 0 : n;
}

bool str_is_utf8(str_t s)
{
    size_t n;

    for (size_t i = 0; i < s.len; i += n) {
        n = utf8_sequence((const unsigned char *)s.ptr + i, s.len - i);
        if (n == 0 || s.ptr[i] == '\0')
            return false;
    }
    return true;
}

static bool is_clean(str_t s, const char *allowed_controls)
{
    const unsigned char *p = (const unsigned char *)s.ptr;

    for (size_t i = 0; i < s.len;) {
        bool control = p[i] < 0x20 || p[i] == 0x7F;
        size_t n = utf8_sequence(p + i, s.len - i);

        if (n == 0 || (control && !str_contains_char(str_from_cstr(allowed_controls), s.ptr[i])))
            return false;
        i += n;
    }
    return true;
}

bool str_is_clean_utf8(str_t s)
{
    return is_clean(s, "");
}

bool str_is_text_utf8(str_t s)
{
    return is_clean(s, "\t\r\n");
}

bool str_array_has(str_array_t array, str_t item)
{
    for (size_t i = 0; i < array.n; i++) {
        if (str_eq(array.items[i], item))
            return true;
    }
    return false;
}
