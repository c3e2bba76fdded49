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

/* Cuts scheme and authority off; false if there are none. */
static bool cut_authority(str_t *target, str_t *authority_out)
{
    static const str_t schemes[] = {STR_INIT("http://"), STR_INIT("https://")};
    size_t end = 0;

    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (str_eq_ci(str_first(*target, schemes[i].len), schemes[i]))
            *target = str_from(*target, end = schemes[i].len);
    if (end == 0)
        return false;
    for (end = 0; end < target->len && target->ptr[end] != '/' && target->ptr[end] != '?';)
        end++;
    *authority_out = str_first(*target, end);
    *target = str_from(*target, end);
    return end > 0;
}

bool http_target_split(str_t target, struct http_target *target_out)
{
    *target_out = (struct http_target){.authority = STR_NONE};
    if (!is_clean(target))
        return false;
    if (!str_starts_with(target, STR("/")) && !cut_authority(&target, &target_out->authority))
        return false;
    str_next(&target, '?', &target_out->path);
    target_out->query = target;
    if (target_out->path.len == 0)
        target_out->path = STR("/"); /* RFC 9112, section 3.2.2, leaves it out */
    return true;
}
