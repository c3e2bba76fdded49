#include "http/target.h"

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Visible ASCII but what RFC 3986 leaves out of paths and queries. '[', ']', '|' and their like
 * come from browsers and libraries unescaped in queries, and harm nobody there. */
static bool is_target_char(char c)
{
    return c > 0x20 && c < 0x7F && c != '#' && c != '\\' && c != '"' && c != '<' && c != '>';
}

static bool is_clean(str_t target)
{
    for (size_t i = 0; i < target.len; i++) {
        if (!is_target_char(target.ptr[i]))
            return false;
        if (target.ptr[i] == '%' &&
            (i + 2 >= target.len || !is_hex(target.ptr[i + 1]) || !is_hex(target.ptr[i + 2])))
            return false;
    }
    return true;
}

bool http_target_split(str_t target, str_t *path_out, str_t *query_out)
{
    *path_out = *query_out = STR_NONE;
    if (!str_starts_with(target, STR("/")) || !is_clean(target))
        return false;
    str_next(&target, '?', path_out);
    *query_out = target;
    return true;
}
