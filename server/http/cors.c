#include "http/cors.h"

static result_t allowed_origin(struct http_exchange *x, enum http_cors_rule rule,
    const struct http_cors_origins *origins, str_t *origin_out)
{
    str_t origin = http_header(&x->request, "origin");
    bool known = false;

    *origin_out = STR_NONE;
    switch (rule) {
    case HTTP_CORS_NONE:
        return OK;
    case HTTP_CORS_ALL:
        *origin_out = STR("*");
        return OK;
    case HTTP_CORS_CLIENTS:
        break;
    }
    /* The reply differs by origin, for those too who may not read it (Fetch, section 3.2.5). */
    http_reply_header(x, "Vary", STR("Origin"));
    if (origin.len == 0 || origin.len > 512 || !str_contains_char(origin, ':'))
        return OK; /* "null" is the origin of everyone's sandbox */
    TRY(origins->known(origins->self, x->arena, origin, &known));
    if (known)
        *origin_out = origin;
    return OK;
}

result_t http_cors_reply(
    struct http_exchange *x, enum http_cors_rule rule, const struct http_cors_origins *origins)
{
    str_t allowed;

    TRY(allowed_origin(x, rule, origins, &allowed));
    if (!str_present(allowed))
        return OK;
    http_reply_header(x, "Access-Control-Allow-Origin", allowed);
    http_reply_header(x, "Access-Control-Expose-Headers", STR("WWW-Authenticate, Retry-After"));
    return OK;
}

result_t http_cors_preflight(struct http_exchange *x, enum http_cors_rule rule,
    const struct http_cors_origins *origins, str_t allow)
{
    str_t allowed;

    http_reply_empty(x, 204);
    http_reply_header(x, "Allow", allow);
    if (!str_present(http_header(&x->request, "access-control-request-method")))
        return OK;
    TRY(allowed_origin(x, rule, origins, &allowed));
    if (!str_present(allowed))
        return OK;
    http_reply_header(x, "Access-Control-Allow-Origin", allowed);
    http_reply_header(x, "Access-Control-Allow-Methods", allow);
    http_reply_header(x, "Access-Control-Allow-Headers", STR("authorization, content-type, dpop"));
    http_reply_header(x, "Access-Control-Max-Age", STR("600"));
    return OK;
}
