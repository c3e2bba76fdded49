#include "http/router.h"

#include "base/clock.h"
#include "base/json_read.h"
#include "base/log.h"
#include "http/csrf.h"
#include "http/security_headers.h"

#include <string.h>

#define RETRY_AFTER_S "2"

static const struct refusal {
    int status;
    const char *code;
    const char *text;
} refusals[] = {
    {400, "invalid_request", "The request cannot be read."},
    {403, "cross_site", "This request came from another site."},
    {404, "not_found", "There is nothing at this address."},
    {405, "method_not_allowed", "This address does not take that method."},
    {413, "too_large", "The request is too large."}, {414, "too_large", "The address is too long."},
    {415, "unsupported_media_type", "The body has a type that this address does not take."},
    {421, "misdirected", "This request is for another server."},
    {431, "too_large", "The request's headers are too large."},
    {503, "unavailable", "The service is busy or partly away. Please try again in a moment."},
    {0, "internal", "Something went wrong here."}, /* any other */
};

static const struct refusal *refusal_of(int status)
{
    const struct refusal *refusal = refusals;

    while (refusal->status != 0 && refusal->status != status)
        refusal++;
    return refusal;
}

static bool has_flag(const struct http_route *route, enum http_route_flag flag)
{
    return route != NULL && (route->flags & flag) != 0;
}

static const char *oauth_code(int status)
{
    if (status == 503)
        return "temporarily_unavailable";
    return status >= 500 ? "server_error" : "invalid_request";
}

/* What applications read: an answer like the endpoint's own. */
static void refuse_application(struct http_exchange *x, int status, str_t text)
{
    json_auto_t *body = json_pack("{s:s}", "error", oauth_code(status));

    json_put_str(body, "error_description", text);
    http_reply_body(x, status, "application/json", json_write(x->arena, body));
}

static void refuse(
    const struct http_router *router, struct http_exchange *x, int status, str_t detail)
{
    const struct refusal *refusal = refusal_of(status);

    if (has_flag(x->route, HTTP_ROUTE_API)) {
        http_reply_body(x, status, "application/json",
            arena_printf(
                x->arena, "{\"error\":\"%s\",\"message\":\"%s\"}", refusal->code, refusal->text));
        return;
    }
    if (router->refusal_page != NULL && (x->route == NULL || has_flag(x->route, HTTP_ROUTE_PAGE))) {
        router->refusal_page(x, status, detail);
        return;
    }
    str_t text = str_present(detail) ? detail : str_from_cstr(refusal->text);
    if (has_flag(x->route, HTTP_ROUTE_OAUTH)) {
        refuse_application(x, status, text);
        return;
    }
    http_reply_body(
        x, status, "text/plain; charset=utf-8", arena_printf(x->arena, "%.*s\n", STR_ARG(text)));
}

/* Failures of ours: the log has the reason, the client a status and the correlation id. */
static void fail(const struct http_router *router, struct http_exchange *x, result_t failure)
{
    bool later = failure.code == RESULT_BUSY || failure.code == RESULT_UNAVAILABLE;

    log_error("http.failed", log_cstr("what", failure.what), log_str("path", x->request.path));
    x->reply = (struct http_reply){0};
    refuse(router, x, later ? 503 : 500, STR_NONE);
    if (later)
        http_reply_header(x, "Retry-After", STR(RETRY_AFTER_S));
}

/* What follows the router's own path in the request's; absent if it is not below it. */
static str_t below(str_t path, str_t base)
{
    return str_starts_with(path, base) ? str_from(path, base.len) : STR_NONE;
}

static bool is_inserted_path(str_t path, str_t well_known, str_t base)
{
    str_t rest = below(path, well_known);

    return str_present(rest) && str_eq(rest, base);
}

static bool matches(const struct http_route *route, str_t whole, str_t relative, str_t base)
{
    str_t path = str_from_cstr(route->path);

    if ((route->flags & HTTP_ROUTE_INSERTED) != 0)
        return is_inserted_path(whole, path, base);
    if (!str_present(relative))
        return false;
    if ((route->flags & HTTP_ROUTE_PREFIX) != 0)
        return str_starts_with(relative, path);
    return str_eq(relative, path);
}

/* The route of this path and method; else one of this path with another method. */
static void find(const struct http_router *router, struct http_exchange *x)
{
    str_t base = router->site != NULL ? router->site->base : STR("");
    str_t relative = below(x->request.path, base);

    for (size_t i = 0; i < router->n; i++) {
        const struct http_route *route = &router->routes[i];
        if (!matches(route, x->request.path, relative, base))
            continue;
        bool fits = (route->methods & x->request.method) != 0;
        if (x->route == NULL || (fits && (x->route->methods & x->request.method) == 0))
            x->route = route;
        x->methods |= route->methods;
    }
    if (x->route != NULL && (x->route->flags & HTTP_ROUTE_INSERTED) == 0)
        x->request.path = relative;
}

static bool is_our_host(const struct http_router *router, const struct http_exchange *x)
{
    return router->site == NULL || http_site_is_host(router->site, x->request.host);
}

void http_router_find(const struct http_router *router, struct http_exchange *x)
{
    x->site = router->site;
    x->service = router->service;
    x->routed = true;
    if (is_our_host(router, x))
        find(router, x);
}

size_t http_router_body_max(const struct http_router *router, const struct http_exchange *x)
{
    return x->route != NULL && x->route->body_max > 0 ? x->route->body_max : router->body_max;
}

/* HEAD is safe (RFC 9110, section 9.2.1): link checkers and previews send it unasked. */
static bool takes_head(const struct http_route *route)
{
    return (route->methods & HTTP_GET) != 0 && (route->flags & HTTP_ROUTE_GET_ACTS) == 0;
}

static bool takes_method(const struct http_route *route, const struct http_request *request)
{
    return (route->methods & request->method) != 0 &&
           (takes_head(route) || !str_eq(request->method_name, STR("HEAD")));
}

/* The value of Allow (RFC 9110, section 10.2.1). */
static str_t allow_of(arena_t *arena, const struct http_route *route, unsigned methods)
{
    const struct {
        unsigned method;
        const char *names;
    } names[] = {{HTTP_GET, takes_head(route) ? "GET, HEAD, " : "GET, "}, {HTTP_POST, "POST, "},
        {HTTP_PUT, "PUT, "}, {HTTP_PATCH, "PATCH, "}, {HTTP_DELETE, "DELETE, "}};
    str_t allow = STR("");

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((methods & names[i].method) != 0)
            allow = arena_printf(arena, "%.*s%s", STR_ARG(allow), names[i].names);
    return arena_printf(arena, "%.*sOPTIONS", STR_ARG(allow));
}

static bool has_type(str_t content_type, str_t wanted)
{
    str_t type;

    return str_next(&content_type, ';', &type) && str_eq_ci(str_trim(type), wanted);
}

static bool takes_type(const struct http_route *route, const struct http_request *request)
{
    if (request->body.len == 0)
        return true;
    if ((route->flags & HTTP_ROUTE_FORM) != 0)
        return has_type(request->content_type, STR("application/x-www-form-urlencoded"));
    if ((route->flags & HTTP_ROUTE_JSON) != 0)
        return has_type(request->content_type, STR("application/json"));
    return true;
}

/* The status of what the route itself refuses; 0 if it may be handled. */
static int judge(const struct http_router *router, const struct http_exchange *x)
{
    const struct http_route *route = x->route;
    bool guarded = (route->flags & (HTTP_ROUTE_PAGE | HTTP_ROUTE_CROSS_SITE)) == HTTP_ROUTE_PAGE;

    if (x->request.body.len > http_router_body_max(router, x))
        return 413;
    if (!takes_type(route, &x->request))
        return 415;
    if (guarded && x->request.method != HTTP_GET && router->site != NULL &&
        !http_is_same_origin(&x->request, router->site))
        return 403;
    return 0;
}

static result_t handle(const struct http_router *router, struct http_exchange *x)
{
    if (x->methods == 0) {
        refuse(router, x, 404, STR_NONE);
        return OK;
    }
    str_t allow = allow_of(x->arena, x->route, x->methods);
    if (x->request.method == HTTP_OPTIONS)
        return http_cors_preflight(x, x->route->cors, router->cors_origins, allow);
    if (!takes_method(x->route, &x->request)) {
        refuse(router, x, 405, STR_NONE);
        http_reply_header(x, "Allow", allow);
        return OK;
    }
    int refused = judge(router, x);
    if (refused != 0)
        refuse(router, x, refused, STR_NONE);
    else
        TRY(x->route->handler(x));
    return http_cors_reply(x, x->route->cors, router->cors_origins);
}

/* Plain text, so that a host of the sender's choice cannot bring markup along. */
static void refuse_host(const struct http_router *router, struct http_exchange *x)
{
    http_reply_body(x, 421, "text/plain; charset=utf-8",
        arena_printf(x->arena,
            "This server is %.*s (its setting \"issuer\"), but the request was for the host "
            "\"%.*s\".\n",
            STR_ARG(router->site->issuer), STR_ARG(x->request.host)));
}

static void finish(const struct http_router *router, struct http_exchange *x)
{
    if (x->reply.status == 0 || x->reply.broken)
        fail(router, x,
            result_fail(RESULT_FAILED,
                x->reply.broken ? "a reply's header was refused" : "the handler gave no reply"));
    http_security_headers(x);
}

static void observe(
    const struct http_router *router, const struct http_exchange *x, int64_t begun_us)
{
    size_t route = x->route != NULL ? (size_t)(x->route - router->routes) : router->n;

    if (router->observer != NULL)
        router->observer->answered(
            router->observer->self, route, x->reply.status, clock_monotonic_us() - begun_us);
}

void http_router_serve(const struct http_router *router, struct http_exchange *x)
{
    int64_t begun_us = clock_monotonic_us();

    if (!x->routed)
        http_router_find(router, x);
    if (is_our_host(router, x)) {
        result_t done = handle(router, x);
        if (!result_ok(done))
            fail(router, x, done);
    } else {
        refuse_host(router, x);
    }
    finish(router, x);
    observe(router, x, begun_us);
}

/* A page of another origin reads our refusals too, where it may read the replies. */
static void share(const struct http_router *router, struct http_exchange *x)
{
    if (x->route == NULL)
        return;
    result_t shared = http_cors_reply(x, x->route->cors, router->cors_origins);
    if (!result_ok(shared))
        fail(router, x, shared);
}

void http_router_refuse(
    const struct http_router *router, struct http_exchange *x, int status, str_t detail)
{
    x->site = router->site;
    x->service = router->service;
    refuse(router, x, status, detail);
    share(router, x);
    finish(router, x);
    observe(router, x, clock_monotonic_us());
}

void http_router_busy(const struct http_router *router, struct http_exchange *x)
{
    http_router_refuse(router, x, 503, STR_NONE);
    http_reply_header(x, "Retry-After", STR(RETRY_AFTER_S));
}

str_t http_route_rest(const struct http_exchange *x)
{
    return str_from(x->request.path, strlen(x->route->path));
}
