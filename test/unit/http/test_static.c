#include "http/static.h"

#include "unit/http/exchanges.h"

static const struct embed_file files[] = {
    {"a.0123456789ab.js", "script", 6},
    {"a.0123456789ab.js.br", "BR", 2},
    {"a.0123456789ab.js.gz", "GZ", 2},
    {"icon.svg", "<svg/>", 6},
    {NULL, NULL, 0},
};

static struct http_exchange *get(arena_t *arena, const char *name, const char *lines)
{
    struct http_exchange *x = exchange_new(arena, lines);
    const struct http_static *opened = http_static_open(arena, files);

    if (!http_static_reply(x, opened, str_from_cstr(name)))
        assert_int_equal(x->reply.status, 0);
    return x;
}

static void other_names_are_not_there(void **state)
{
    static const char *const names[] = {"", "/icon.svg", "../icon.svg", "./icon.svg", "icon.svg/",
        "ICON.svg", "icon", "%69con.svg", "a.0123456789ab.js.br", "a.0123456789ab.js.gz"};
    (void)state;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        assert_int_equal(get(arena, names[i], "")->reply.status, 0);
    }
}

static void codings_are_sent_to_who_takes_them(void **state)
{
    static const struct {
        const char *lines;
        const char *body;
    } cases[] = {{"", "script"}, {"Accept-Encoding: deflate", "script"},
        {"Accept-Encoding: br;q=0", "script"}, {"Accept-Encoding: gzip", "GZ"},
        {"Accept-Encoding: gzip, br", "BR"}};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        struct http_exchange *x = get(arena, "a.0123456789ab.js", cases[i].lines);
        assert_str(x->reply.body, cases[i].body);
        assert_str(http_reply_header_get(x, "vary"), "Accept-Encoding");
        assert_str(http_reply_header_get(x, "content-type"), "text/javascript; charset=utf-8");
    }
}

static void only_hashed_names_are_kept_for_ever(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    assert_str(http_reply_header_get(get(arena, "icon.svg", ""), "cache-control"), "no-cache");
    assert_str(http_reply_header_get(get(arena, "a.0123456789ab.js", ""), "cache-control"),
        "public, max-age=31536000, immutable");
}

static void own_tag_is_304_and_another_is_not(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t tag = http_reply_header_get(get(arena, "icon.svg", ""), "etag");
    struct http_exchange *x =
        get(arena, "icon.svg", arena_printf(arena, "If-None-Match: \"x\", %s", tag.ptr).ptr);
    assert_int_equal(x->reply.status, 304);
    assert_int_equal(x->reply.body.len, 0);
    assert_str(http_reply_header_get(x, "etag"), tag.ptr);
    x = get(arena, "icon.svg", "If-None-Match: W/\"x\"");
    assert_int_equal(x->reply.status, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_names_are_not_there),
        cmocka_unit_test(codings_are_sent_to_who_takes_them),
        cmocka_unit_test(only_hashed_names_are_kept_for_ever),
        cmocka_unit_test(own_tag_is_304_and_another_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
