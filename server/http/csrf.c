#include "http/csrf.h"

bool http_is_same_origin(const struct http_request *request, const struct http_site *site)
{
    str_t fetch_site = http_header(request, "sec-fetch-site");
    str_t origin = http_header(request, "origin");

    if (http_header_count(request, "sec-fetch-site") > 1 ||
        http_header_count(request, "origin") > 1)
        return false;
    /* "none": the person did it, from the address bar or by a reload. */
    if (str_present(fetch_site))
        return str_eq(fetch_site, STR("same-origin")) || str_eq(fetch_site, STR("none"));
    return !str_present(origin) || str_eq(origin, site->origin);
}
