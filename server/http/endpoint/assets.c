#include "http/endpoint/endpoints.h"
#include "http/router.h"
#include "http/service.h"

static result_t not_found(struct http_exchange *x)
{
    http_reply_body(x, 404, "text/plain; charset=utf-8", STR("There is no such file.\n"));
    return OK;
}

result_t endpoint_assets(struct http_exchange *x)
{
    str_t name = arena_printf(x->arena, "assets/%.*s", STR_ARG(http_route_rest(x)));

    return http_static_reply(x, pages_assets(http_service_of(x)->pages), name) ? OK : not_found(x);
}

result_t endpoint_branding(struct http_exchange *x)
{
    str_t style = pages_branding_style(http_service_of(x)->pages, x->arena);

    if (style.len == 0)
        return not_found(x);
    http_reply_body(x, 200, "text/css; charset=utf-8", style);
    http_reply_header(x, "Cache-Control", STR("public, max-age=300"));
    return OK;
}
