#include "http/address.h"

#include "support/unit.h"

enum { ARENA_MAX = 64 * 1024 };

static struct http_address address_of(arena_t *arena, const char *peer, const char *forwarded)
{
    static struct address_range ranges[2];
    struct address_listen listen;
    const struct http_proxies proxies = {ranges, 2};

    assert_true(address_range_parse(STR("10.0.0.0/8"), &ranges[0]));
    assert_true(address_range_parse(STR("2001:db8:1::/48"), &ranges[1]));
    assert_true(address_listen_parse(str_from_cstr(peer), &listen));
    return http_address_of(arena, &listen.sockets[0].any, str_from_cstr(forwarded), &proxies);
}

#define assert_address(peer, forwarded, expected)                                                  \
    do {                                                                                           \
        AUTO_ARENA arena_ = arena_new(ARENA_MAX);                                                  \
        assert_str(address_of(arena_, peer, forwarded).text, expected);                            \
    } while (0)

static void stranger_is_not_believed(void **state)
{
    (void)state;
    assert_address("192.0.2.1:1", "203.0.113.5", "192.0.2.1");
    assert_address("[2001:db8:2::1]:1", "203.0.113.5", "2001:db8:2::1");
    assert_address("192.0.2.1:1", NULL, "192.0.2.1");
}

static void client_cannot_write_itself_in_front(void **state)
{
    (void)state;
    assert_address("10.0.0.1:1", "127.0.0.1, 203.0.113.5", "203.0.113.5");
    assert_address("10.0.0.1:1", "127.0.0.1, 203.0.113.5, 10.9.9.9", "203.0.113.5");
    assert_address("10.0.0.1:1", "10.1.1.1,\t203.0.113.5 ,10.2.2.2", "203.0.113.5");
}

static void what_is_no_address_ends_at_the_proxy(void **state)
{
    static const char *const forwarded[] = {"", "x", "unknown", "203.0.113.5,", "203.0.113.256",
        "203.0.113.5:99999", "203.0.113.5:", "[2001:db8::1", "[2001:db8::1]x", "[]", "1.2.3",
        "203.0.113.5 203.0.113.6", "::ffff:1.2.3.4.5", "fe80::1%eth0",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    (void)state;

    for (size_t i = 0; i < sizeof forwarded / sizeof forwarded[0]; i++)
        assert_address("10.0.0.1:1", forwarded[i], "10.0.0.1");
}

static void trusted_proxies_name_the_client(void **state)
{
    (void)state;
    assert_address("10.0.0.1:1", "203.0.113.5", "203.0.113.5");
    assert_address("10.0.0.1:1", "203.0.113.5:4711", "203.0.113.5");
    assert_address("[2001:db8:1::1]:1", "2001:DB8:2::9", "2001:db8:2::9");
    assert_address("10.0.0.1:1", "[2001:db8:2::9]:443", "2001:db8:2::9");
    assert_address("10.0.0.1:1", "::ffff:203.0.113.5", "203.0.113.5");
    assert_address("10.0.0.1:1", "10.0.0.2, 10.0.0.3", "10.0.0.2");
}

static void endless_chains_end(void **state)
{
    char forwarded[400] = "";
    (void)state;

    for (size_t i = 0; i < 30; i++)
        memcpy(forwarded + 10 * i, "10.0.0.12,", 11);
    memcpy(forwarded + 300, "10.0.0.13", 10);
    forwarded[0] = '9'; /* a stranger far away */
    assert_address("10.0.0.1:1", forwarded, "10.0.0.12");
}

static void throttles_count_v6_by_its_network(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    (void)state;

    assert_str(address_of(arena, "[2001:db8:2:3:4:5:6:7]:1", NULL).bucket, "2001:db8:2:3::/64");
    assert_str(address_of(arena, "[2001:db8:2:3::1]:1", NULL).bucket, "2001:db8:2:3::/64");
    assert_str(address_of(arena, "192.0.2.1:1", NULL).bucket, "192.0.2.1");
    assert_str(address_of(arena, "[::ffff:192.0.2.1]:1", NULL).bucket, "192.0.2.1");
}

static void another_family_is_unknown(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct sockaddr local = {.sa_family = AF_UNIX};
    const struct http_proxies nobody = {NULL, 0};
    (void)state;

    assert_str(http_address_of(arena, &local, STR_NONE, &nobody).text, "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stranger_is_not_believed),
        cmocka_unit_test(client_cannot_write_itself_in_front),
        cmocka_unit_test(what_is_no_address_ends_at_the_proxy),
        cmocka_unit_test(trusted_proxies_name_the_client),
        cmocka_unit_test(endless_chains_end),
        cmocka_unit_test(throttles_count_v6_by_its_network),
        cmocka_unit_test(another_family_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
