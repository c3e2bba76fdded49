#include "http/head.h"

#include <string.h>

enum { SP_BYTES = 1, CRLF_BYTES = 2 };

/* From here on addresses are numbers: a part that was moved lies in no order with the others. */
struct measure {
    uintptr_t at; /* where the next part must begin */
    uintptr_t end;
};

/* The separators: NULs by now. Nothing is read past the end of the head. */
static bool takes_nuls(struct measure *measure, size_t n)
{
    const char *at = (const char *)measure->at;

    if (n > measure->end - measure->at)
        return false;
    for (size_t i = 0; i < n; i++)
        if (at[i] != '\0')
            return false;
    measure->at += n;
    return true;
}

static bool takes(struct measure *measure, const char *part, size_t len, size_t behind)
{
    if ((uintptr_t)part != measure->at || len > measure->end - measure->at)
        return false;
    measure->at += len;
    return takes_nuls(measure, behind);
}

/* The bytes of a copy, where they must be. */
static bool takes_text(struct measure *measure, str_t text, size_t behind)
{
    const char *at = (const char *)measure->at;

    return text.len <= measure->end - measure->at && memcmp(at, text.ptr, text.len) == 0 &&
           takes(measure, at, text.len, behind);
}

/* ':' became NUL; after it spaces and tabs, then the value. */
static bool takes_colon(struct measure *measure, const char *value)
{
    const char *at = (const char *)measure->at;

    if (measure->at >= measure->end || (uintptr_t)value <= measure->at ||
        (uintptr_t)value >= measure->end || *at != '\0')
        return false;
    for (at++; at < value; at++)
        if (*at != ' ' && *at != '\t')
            return false;
    measure->at = (uintptr_t)value;
    return true;
}

static bool takes_field(struct measure *measure, const struct http_field *field)
{
    return takes(measure, field->name.ptr, field->name.len, 0) &&
           takes_colon(measure, field->value.ptr) &&
           takes(measure, field->value.ptr, field->value.len, CRLF_BYTES);
}

bool http_head_is_exact(const struct http_head *head)
{
    /* At least the method and one space stand before the target. */
    uintptr_t begin = (uintptr_t)head->target - SP_BYTES - head->method.len;
    struct measure measure = {begin, begin + head->size};

    if (!takes_text(&measure, head->method, SP_BYTES) ||
        !takes(&measure, head->target, head->target_len, SP_BYTES) ||
        !takes_text(&measure, head->version, CRLF_BYTES))
        return false;
    for (size_t i = 0; i < head->fields_n; i++)
        if (!takes_field(&measure, &head->fields[i]))
            return false;
    return takes_nuls(&measure, CRLF_BYTES) && measure.at == measure.end;
}
