#include "base/host.h"

enum { LABEL_MAX = 63, QUAD_PARTS = 4 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex_digit(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool label_is_good(str_t label)
{
    if (label.len == 0 || label.len > LABEL_MAX || label.ptr[0] == '-' ||
        label.ptr[label.len - 1] == '-')
        return false;
    for (size_t i = 0; i < label.len; i++)
        if (!is_alphanumeric(label.ptr[i]) && label.ptr[i] != '-' && label.ptr[i] != '_')
            return false;
    return true;
}

/* Decimal, or hexadecimal behind 0x, also without a digit there. */
static bool label_is_number(str_t label)
{
    bool hex = label.len >= 2 && label.ptr[0] == '0' && (label.ptr[1] | 0x20) == 'x';

    for (size_t i = hex ? 2 : 0; i < label.len; i++)
        if (hex ? !is_hex_digit(label.ptr[i]) : !is_digit(label.ptr[i]))
            return false;
    return true;
}

static bool is_quad(str_t host)
{
    str_t part;
    int64_t number = 0;
    int parts = 0;

    while (str_next(&host, '.', &part)) {
        if (part.len > 3 || !str_to_int64(part, &number) || number > 255 ||
            (part.len > 1 && part.ptr[0] == '0'))
            return false;
        parts++;
    }
    return parts == QUAD_PARTS;
}

enum host_kind host_kind(str_t host)
{
    str_t rest = host, label = STR_NONE;

    if (host.len == 0 || host.len > HOST_NAME_MAX)
        return HOST_INVALID;
    while (str_next(&rest, '.', &label))
        if (!label_is_good(label))
            return HOST_INVALID;
    if (!label_is_number(label))
        return HOST_NAME;
    return is_quad(host) ? HOST_IPV4 : HOST_INVALID;
}
