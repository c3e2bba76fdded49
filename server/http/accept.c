#include "http/accept.h"

enum { MAX_ELEMENTS = 50, FULL_QUALITY = 1000 };

/* One element of the list: its value without parameters, its quality in thousandths. */
struct element {
    str_t value;
    int quality;
};

/* "0", "0.5", "1.000" (RFC 9110, section 12.4.2); -1 for anything else. */
static int parse_quality(str_t text)
{
    if (text.len == 0 || text.len > 5 || (text.ptr[0] != '0' && text.ptr[0] != '1') ||
        (text.len > 1 && text.ptr[1] != '.'))
        return -1;
    int quality = (text.ptr[0] - '0') * FULL_QUALITY, unit = FULL_QUALITY / 10;
    for (size_t i = 2; i < text.len; i++, unit /= 10) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return -1;
        quality += (text.ptr[i] - '0') * unit;
    }
    return quality > FULL_QUALITY ? -1 : quality;
}

/* A malformed quality makes the element as good as not there. */
static struct element parse_element(str_t text)
{
    struct element element = {.quality = FULL_QUALITY};
    str_t part;

    str_next(&text, ';', &part);
    element.value = str_trim(part);
    while (str_next(&text, ';', &part)) {
        part = str_trim(part);
        if (str_eq_ci(str_first(part, 2), STR("q=")))
            element.quality = parse_quality(str_from(part, 2));
    }
    return element;
}

static bool next_element(str_t *list, size_t *n, struct element *element_out)
{
    str_t text;

    if (++*n > MAX_ELEMENTS || !str_next(list, ',', &text))
        return false;
    *element_out = parse_element(text);
    return true;
}

/* How well `range` names application/json or text/html: exactly, by its type, by anything. */
static int precision(str_t range, str_t exact, str_t any_subtype)
{
    if (str_eq_ci(range, exact))
        return 3;
    if (str_eq_ci(range, any_subtype))
        return 2;
    return str_eq(range, STR("*/*")) ? 1 : 0;
}

/* The most precise range decides (RFC 9110, section 12.5.1). */
static int media_quality(str_t accept, str_t exact, str_t any_subtype)
{
    int best = 0, quality = 0;
    struct element element;
    size_t n = 0;

    while (next_element(&accept, &n, &element)) {
        int found = precision(element.value, exact, any_subtype);
        if (found > best) {
            best = found;
            quality = element.quality;
        }
    }
    return quality;
}

bool http_prefers_json(str_t accept)
{
    return media_quality(accept, STR("application/json"), STR("application/*")) >
           media_quality(accept, STR("text/html"), STR("text/*"));
}

bool http_asks_for(str_t accept, str_t media)
{
    int json = media_quality(accept, STR("application/json"), STR("application/*"));
    struct element element;
    size_t n = 0;

    while (next_element(&accept, &n, &element)) {
        if (str_eq_ci(element.value, media))
            return element.quality > 0 && element.quality >= json;
    }
    return false;
}

/* "de-AT" is served by "de-AT", then by "de": subtags are cut from the end. */
static str_t look_up(str_t range, str_array_t offered)
{
    while (range.len > 0) {
        for (size_t i = 0; i < offered.n; i++)
            if (str_eq_ci(offered.items[i], range))
                return offered.items[i];
        while (range.len > 0 && range.ptr[range.len - 1] != '-')
            range.len--;
        if (range.len > 0)
            range.len--;
    }
    return STR_NONE;
}

str_t http_accept_language(str_t accept_language, str_array_t offered)
{
    str_t chosen = STR_NONE;
    struct element element;
    int best = 0;
    size_t n = 0;

    while (next_element(&accept_language, &n, &element)) {
        if (element.quality <= best)
            continue;
        str_t found = look_up(element.value, offered);
        if (!str_present(found))
            continue;
        chosen = found;
        best = element.quality;
    }
    return chosen;
}

bool http_accepts_encoding(str_t accept_encoding, str_t coding)
{
    struct element element;
    bool any = false;
    size_t n = 0;

    while (next_element(&accept_encoding, &n, &element)) {
        if (str_eq_ci(element.value, coding))
            return element.quality > 0;
        if (str_eq(element.value, STR("*")))
            any = element.quality > 0;
    }
    return any;
}
