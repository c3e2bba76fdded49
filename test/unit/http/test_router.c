#include "http/router.h"

#include "unit/http/exchanges.h"

static result_t fine(struct http_exchange *x)
{
    http_reply_body(x, 200, "text/plain", x->request.path);
    return OK;
}

static result_t silent(struct http_exchange *x)
{
    (void)x;
    return OK;
}

static result_t busy(struct http_exchange *x)
{
    http_reply_body(x, 200, "text/plain", STR("half"));
    http_reply_header(x, "Set-Cookie", STR("half=1"));
    return result_fail(RESULT_BUSY, "test");
}

static result_t rest(struct http_exchange *x)
{
    http_reply_body(x, 200, "text/plain", http_route_rest(x));
    return OK;
}

static const struct http_route routes[] = {
    {HTTP_GET, "/page", fine, HTTP_ROUTE_PAGE, HTTP_CORS_NONE, 0},
    {HTTP_POST, "/page", fine, HTTP_ROUTE_PAGE | HTTP_ROUTE_FORM, HTTP_CORS_NONE, 0},
    {HTTP_GET | HTTP_POST, "/authorize", fine, HTTP_ROUTE_PAGE | HTTP_ROUTE_CROSS_SITE,
        HTTP_CORS_NONE, 0},
    {HTTP_GET | HTTP_POST, "/acts", fine, HTTP_ROUTE_GET_ACTS, HTTP_CORS_NONE, 0},
    {HTTP_POST, "/token", fine, 0, HTTP_CORS_CLIENTS, 20},
    {HTTP_POST, "/program", busy, HTTP_ROUTE_OAUTH, HTTP_CORS_NONE, 20},
    {HTTP_GET, "/keys", fine, 0, HTTP_CORS_ALL, 0},
    {HTTP_POST, "/json", fine, HTTP_ROUTE_JSON, HTTP_CORS_NONE, 0},
    {HTTP_GET, "/.well-known/server", fine, HTTP_ROUTE_INSERTED, HTTP_CORS_NONE, 0},
    {HTTP_GET, "/assets/", rest, HTTP_ROUTE_PREFIX, HTTP_CORS_NONE, 0},
    {HTTP_GET, "/silent", silent, 0, HTTP_CORS_NONE, 0},
    {HTTP_GET, "/busy", busy, 0, HTTP_CORS_NONE, 0},
    {HTTP_PUT, "/api/thing", fine, HTTP_ROUTE_API, HTTP_CORS_NONE, 3},
    {HTTP_DELETE, "/api/things/", busy, HTTP_ROUTE_API | HTTP_ROUTE_PREFIX, HTTP_CORS_NONE, 0},
    {0, "/api/", NULL, HTTP_ROUTE_API | HTTP_ROUTE_PREFIX, HTTP_CORS_NONE, 0},
};

static result_t known(void *self, arena_t *arena, str_t origin, bool *known_out)
{
    (void)self;
    (void)arena;
    *known_out = str_eq(origin, STR("https://spa.example.com"));
    return OK;
}

static const struct http_cors_origins origins = {NULL, known};

static struct http_exchange *serve_at(arena_t *arena, const char *issuer, const char *method,
    const char *path, const char *lines, str_t body)
{
    struct http_exchange *x =
        exchange_new(arena, arena_printf(arena, "Host: id.example.com\n%s", lines).ptr);
    struct http_site *site = ARENA_NEW(arena, struct http_site);
    assert_true(http_site_parse(arena, str_from_cstr(issuer), site));
    const struct http_router router = {.routes = routes,
        .n = sizeof routes / sizeof routes[0],
        .site = site,
        .cors_origins = &origins,
        .body_max = 50};

    x->request.method_name = str_from_cstr(method);
    x->request.method = http_method_of(x->request.method_name);
    x->request.path = str_from_cstr(path);
    x->request.body = body;
    http_router_serve(&router, x);
    return x;
}

static struct http_exchange *serve(
    arena_t *arena, const char *method, const char *path, const char *lines, const char *body)
{
    return serve_at(arena, "https://id.example.com", method, path, lines, str_from_cstr(body));
}

#define assert_served(expected, method, path, lines, body)                                         \
    do {                                                                                           \
        AUTO_ARENA arena_ = arena_new(EXCHANGE_ARENA_MAX);                                         \
        assert_int_equal(serve(arena_, method, path, lines, body)->reply.status, (expected));      \
    } while (0)

static void unknown_paths_are_404(void **state)
{
    (void)state;
    assert_served(404, "GET", "/nothing", "", "");
    assert_served(404, "GET", "/page/", "", "");
    assert_served(404, "GET", "//page", "", "");
    assert_served(404, "GET", "/Page", "", "");
    assert_served(404, "GET", "/%70age", "", "");
    assert_served(404, "GET", "/x/../page", "", "");
    assert_served(404, "OPTIONS", "/nothing", "", "");
    assert_served(404, "GET", "/assets", "", "");
    assert_served(404, "GET", "/.well-known/server/x", "", "");
}

static void other_methods_are_405_with_allow(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    struct http_exchange *x = serve(arena, "DELETE", "/page", "", "");
    assert_int_equal(x->reply.status, 405);
    assert_str(http_reply_header_get(x, "allow"), "GET, HEAD, POST, OPTIONS");
    assert_served(405, "GET", "/token", "", "");
    assert_served(405, "get", "/page", "", "");
    assert_served(405, "TRACE", "/page", "", "");
}

static void head_is_refused_where_a_get_has_an_effect(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    struct http_exchange *x = serve(arena, "HEAD", "/acts", "", "");
    assert_int_equal(x->reply.status, 405);
    assert_str(http_reply_header_get(x, "allow"), "GET, POST, OPTIONS");
    assert_served(200, "GET", "/acts", "", "");
    assert_served(200, "HEAD", "/page", "", "");
}

static void assert_refused_as_json(
    const char *method, const char *path, const char *body, int status, const char *code)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = serve(arena, method, path, "", body);
    str_t begin = arena_printf(arena, "{\"error\":\"%s\",\"message\":\"", code);

    assert_int_equal(x->reply.status, status);
    assert_str(http_reply_header_get(x, "content-type"), "application/json");
    assert_true(str_starts_with(x->reply.body, begin) && str_ends_with(x->reply.body, STR("\"}")));
}

static void refusals_of_an_api_are_json(void **state)
{
    (void)state;
    assert_refused_as_json("GET", "/api/nothing", "", 404, "not_found");
    assert_refused_as_json("PUT", "/api/", "", 404, "not_found");
    assert_refused_as_json("OPTIONS", "/api/nothing", "", 404, "not_found");
    assert_refused_as_json("GET", "/api/thing", "", 405, "method_not_allowed");
    assert_refused_as_json("PUT", "/api/thing", "long", 413, "too_large");
    assert_refused_as_json("DELETE", "/api/things/one", "", 503, "unavailable");
    assert_served(200, "PUT", "/api/thing", "", "");
}

static void body_over_the_routes_limit_is_413(void **state)
{
    (void)state;
    assert_served(413, "POST", "/token", "", "aaaaaaaaaaaaaaaaaaaaa");
    assert_served(413, "POST", "/json", "Content-Type: application/json",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_served(200, "POST", "/token", "", "aaaaaaaaaaaaaaaaaaaa");
}

static void programs_are_refused_in_json(void **state)
{
    static const struct {
        const char *method;
        const char *body;
        const char *error;
    } cases[] = {{"POST", "aaaaaaaaaaaaaaaaaaaaa", "invalid_request"},
        {"GET", "", "invalid_request"}, {"POST", "a", "temporarily_unavailable"}};
    (void)state;

    for (size_t i = 0; i < 3; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        struct http_exchange *x = serve(arena, cases[i].method, "/program", "", cases[i].body);
        assert_str(http_reply_header_get(x, "content-type"), "application/json");
        assert_true(str_starts_with(
            x->reply.body, arena_printf(arena, "{\"error\":\"%s\",", cases[i].error)));
    }
}

static void body_of_another_type_is_415(void **state)
{
    (void)state;
    assert_served(415, "POST", "/page", "Content-Type: text/plain", "a=b");
    assert_served(415, "POST", "/page", "", "a=b");
    assert_served(415, "POST", "/page", "Content-Type: application/x-www-form-urlencodedx", "a=b");
    assert_served(415, "POST", "/json", "Content-Type: text/plain", "{}");
    assert_served(200, "POST", "/json", "Content-Type: Application/JSON ; charset=utf-8", "{}");
    assert_served(200, "POST", "/page", "", "");
}

static void cross_site_posts_to_pages_are_403(void **state)
{
    (void)state;
    assert_served(403, "POST", "/page", "Sec-Fetch-Site: cross-site", "");
    assert_served(403, "POST", "/page", "Origin: https://evil.example", "");
    assert_served(200, "GET", "/page", "Sec-Fetch-Site: cross-site", "");
    assert_served(200, "POST", "/authorize", "Sec-Fetch-Site: cross-site", "");
    assert_served(200, "POST", "/token", "Origin: https://evil.example", "");
}

static void request_for_another_host_names_both(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    struct http_exchange *x =
        serve_at(arena, "https://other.example.com/base", "GET", "/base/page", "", STR(""));
    assert_int_equal(x->reply.status, 421);
    assert_true(str_starts_with(http_reply_header_get(x, "content-type"), STR("text/plain")));
    assert_str(x->reply.body,
        "This server is https://other.example.com/base (its setting \"issuer\"), but the request "
        "was for the host \"id.example.com\".\n");
}

static void failures_of_ours_leave_nothing_half_done(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    struct http_exchange *x = serve(arena, "GET", "/busy", "", "");
    assert_int_equal(x->reply.status, 503);
    assert_str(http_reply_header_get(x, "retry-after"), "2");
    assert_false(str_present(http_reply_header_get(x, "set-cookie")));
    assert_served(500, "GET", "/silent", "", "");
}

static void issuers_path_comes_before_routes_and_behind_well_known(void **state)
{
    static const struct {
        const char *path;
        int status;
    } cases[] = {{"/tenant/page", 200}, {"/page", 404}, {"/tenantpage", 404}, {"/tenant", 404},
        {"/.well-known/server/tenant", 200}, {"/.well-known/server", 404},
        {"/tenant/.well-known/server", 404}, {"/.well-known/server/tenant/", 404}};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        struct http_exchange *x =
            serve_at(arena, "https://id.example.com/tenant", "GET", cases[i].path, "", STR(""));
        assert_int_equal(x->reply.status, cases[i].status);
        if (i == 0)
            assert_str(x->reply.body, "/page");
    }
}

static void prefix_routes_pass_the_rest(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    assert_str(serve(arena, "HEAD", "/assets/a/b.js", "", "")->reply.body, "a/b.js");
}

static void strangers_get_no_cors(void **state)
{
    static const char *const strangers[] = {"Origin: https://evil.example", "Origin: null",
        "Origin:", "", "Origin: https://spa.example.com.evil.example"};
    (void)state;

    for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        struct http_exchange *x = serve(arena, "POST", "/token", strangers[i], "");
        assert_false(str_present(http_reply_header_get(x, "access-control-allow-origin")));
        assert_str(http_reply_header_get(x, "vary"), "Origin");
        x = serve(arena, "OPTIONS", "/token",
            arena_printf(arena, "Access-Control-Request-Method: POST\n%s", strangers[i]).ptr, "");
        assert_int_equal(x->reply.status, 204);
        assert_false(str_present(http_reply_header_get(x, "access-control-allow-origin")));
    }
}

static void known_origins_may_read_errors_too_but_send_no_cookies(void **state)
{
    static const char *const origin = "Access-Control-Request-Method: POST\n"
                                      "Origin: https://spa.example.com";
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    struct http_exchange *x = serve(arena, "POST", "/token", origin, "aaaaaaaaaaaaaaaaaaaaa");
    assert_int_equal(x->reply.status, 413);
    assert_str(http_reply_header_get(x, "access-control-allow-origin"), "https://spa.example.com");
    x = serve(arena, "OPTIONS", "/token", origin, "");
    assert_str(http_reply_header_get(x, "access-control-allow-origin"), "https://spa.example.com");
    assert_str(http_reply_header_get(x, "access-control-allow-methods"), "POST, OPTIONS");
    assert_false(str_present(http_reply_header_get(x, "access-control-allow-credentials")));
    x = serve(arena, "GET", "/page", origin, "");
    assert_false(str_present(http_reply_header_get(x, "access-control-allow-origin")));
    x = serve(arena, "GET", "/keys", "", "");
    assert_str(http_reply_header_get(x, "access-control-allow-origin"), "*");
}

/* Before the body is read there is a route already. */
static void known_origins_may_read_early_refusals(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    const struct http_router router = {
        .routes = routes, .n = sizeof routes / sizeof routes[0], .cors_origins = &origins};
    struct http_exchange *x = exchange_new(arena, "Host: a\nOrigin: https://spa.example.com");
    (void)state;

    x->request.method = HTTP_POST;
    x->request.path = STR("/token");
    http_router_find(&router, x);
    assert_int_equal(http_router_body_max(&router, x), 20);
    http_router_refuse(&router, x, 413, STR_NONE);
    assert_int_equal(x->reply.status, 413);
    assert_str(http_reply_header_get(x, "access-control-allow-origin"), "https://spa.example.com");
}

static void every_reply_is_guarded(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    struct http_exchange *x = serve(arena, "GET", "/nothing", "", "");
    assert_str(http_reply_header_get(x, "x-content-type-options"), "nosniff");
    assert_str(http_reply_header_get(x, "referrer-policy"), "no-referrer");
    assert_str(http_reply_header_get(x, "cache-control"), "no-store");
    assert_str(http_reply_header_get(x, "strict-transport-security"), "max-age=31536000");
    assert_true(str_starts_with(
        http_reply_header_get(x, "content-security-policy"), STR("default-src 'none'")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_paths_are_404),
        cmocka_unit_test(other_methods_are_405_with_allow),
        cmocka_unit_test(head_is_refused_where_a_get_has_an_effect),
        cmocka_unit_test(refusals_of_an_api_are_json),
        cmocka_unit_test(body_over_the_routes_limit_is_413),
        cmocka_unit_test(programs_are_refused_in_json),
        cmocka_unit_test(body_of_another_type_is_415),
        cmocka_unit_test(cross_site_posts_to_pages_are_403),
        cmocka_unit_test(request_for_another_host_names_both),
        cmocka_unit_test(failures_of_ours_leave_nothing_half_done),
        cmocka_unit_test(issuers_path_comes_before_routes_and_behind_well_known),
        cmocka_unit_test(prefix_routes_pass_the_rest),
        cmocka_unit_test(strangers_get_no_cors),
        cmocka_unit_test(known_origins_may_read_errors_too_but_send_no_cookies),
        cmocka_unit_test(known_origins_may_read_early_refusals),
        cmocka_unit_test(every_reply_is_guarded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
