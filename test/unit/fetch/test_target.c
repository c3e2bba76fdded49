#include "fetch/target.h"

#include "support/unit.h"

#include <arpa/inet.h>
#include <stdio.h>

static enum fetch_failure parse(const char *url)
{
    AUTO_ARENA arena = arena_new(1 << 16);
    struct fetch_target target;

    return fetch_target_parse(arena, str_from_cstr(url), &target);
}

static void all_are(enum fetch_failure failure, const char *const *urls, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (parse(urls[i]) != failure)
            fail_msg("%s: %s", urls[i], fetch_failure_text(parse(urls[i])));
}
#define ALL(failure, ...)                                                                          \
    all_are(failure, (const char *const[]){__VA_ARGS__},                                           \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void other_schemes_are_refused(void **state)
{
    (void)state;
    ALL(FETCH_URL_NOT_HTTPS, "http://example.com/", "file:///etc/passwd", "gopher://example.com/_x",
        "ftp://example.com/", "ldap://example.com/", "httpss://example.com/", "urn:x:y",
        "javascript:alert(1)", "dict://127.0.0.1:6379/", "https+unix://x/");
}

static void credentials_and_fragments_are_refused(void **state)
{
    (void)state;
    ALL(FETCH_URL_CREDENTIALS, "https://user@example.com/", "https://user:word@example.com/",
        "https://@example.com/", "https://:@example.com/", "https://example.com@127.0.0.1/",
        "https://127.0.0.1:443@example.com/");
    ALL(FETCH_URL_FRAGMENT, "https://example.com/#x", "https://example.com/#");
}

static void what_is_no_url_is_refused(void **state)
{
    char longest[FETCH_URL_MAX + 2];

    (void)state;
    ALL(FETCH_URL_MALFORMED, "", "example.com", "//example.com/", "https:/\\example.com/",
        "https://example.com\\@127.0.0.1/", "https://exa mple.com/", " https://example.com/",
        "https://example.com/\n",
        "https://b\xc3\xbc"
        "cher.example/",
        "https://example.com:0/", "https://example.com:65536/", "https://example.com:x/",
        "https://[::1/", "https://[::1%25lo]/", "https://a@b@c/", "https://example.com/%zz");
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    memcpy(longest, "https://example.com/", 20);
    ALL(FETCH_URL_MALFORMED, longest);
    longest[FETCH_URL_MAX] = 0;
    ALL(FETCH_ANSWERED, longest);
}

static void hosts_that_read_two_ways_are_refused(void **state)
{
    (void)state;
    ALL(FETCH_URL_HOST, "https://0x7f000001/", "https://2130706433/", "https://017700000001/",
        "https://127.1/", "https://0177.0.0.1/", "https://127.0.0.1./", "https://localhost./",
        "https:///path", "https:path", "https://%31%32%37.0.0.1/", "https://[::ffff:127.0.0.1.1]/",
        "https://[127.0.0.1]/", "https://[v1.x]/", "https://a..b/", "https://[::1::]/");
}

static void the_parts_are_read(void **state)
{
    AUTO_ARENA arena = arena_new(1 << 16);
    struct fetch_target target;

    (void)state;
    assert_int_equal(fetch_target_parse(arena, STR("HTTPS://Peer.Example:8443/a?b"), &target), 0);
    assert_string_equal(target.host, "peer.example");
    assert_string_equal(target.url, "HTTPS://Peer.Example:8443/a?b");
    assert_int_equal(target.port, 8443);
    assert_false(target.is_address);
    assert_int_equal(fetch_target_parse(arena, STR("https://10.0.0.1"), &target), 0);
    assert_true(target.is_address);
    assert_int_equal(ntohs(target.address.v4.sin_port), 443);
    assert_int_equal(ntohl(target.address.v4.sin_addr.s_addr), 0x0a000001);
    assert_int_equal(fetch_target_parse(arena, STR("https://[::1]:8443/"), &target), 0);
    assert_true(IN6_IS_ADDR_LOOPBACK(&target.address.v6.sin6_addr));
}

static bool allows(const char *entry, const char *url)
{
    AUTO_ARENA arena = arena_new(1 << 16);
    struct allowed_host allowed;
    struct fetch_guard guard = {&allowed, 1};
    struct fetch_target target;

    assert_true(allowed_host_parse(str_from_cstr(entry), &allowed));
    assert_int_equal(fetch_target_parse(arena, str_from_cstr(url), &target), FETCH_ANSWERED);
    assert_true(target.is_address);
    return fetch_guard_allows(&guard, &target, &target.address.any);
}

static void the_list_opens_what_it_names(void **state)
{
    (void)state;
    assert_false(allows("10.0.0.1", "https://10.0.0.2/"));
    assert_false(allows("127.0.0.1:8443", "https://127.0.0.1/"));
    assert_false(allows("localhost", "https://127.0.0.1/"));
    assert_true(allows("127.0.0.1:8443", "https://127.0.0.1:8443/"));
    assert_true(allows("[::1]", "https://[::1]/"));
    assert_true(allows("10.0.0.0/8", "https://10.2.3.4/"));
    assert_true(allows("10.0.0.1", "https://8.8.8.8/"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_schemes_are_refused),
        cmocka_unit_test(credentials_and_fragments_are_refused),
        cmocka_unit_test(what_is_no_url_is_refused),
        cmocka_unit_test(hosts_that_read_two_ways_are_refused),
        cmocka_unit_test(the_parts_are_read),
        cmocka_unit_test(the_list_opens_what_it_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
