#include "config/address.h"

#include "support/unit.h"

#include <arpa/inet.h>

static bool has(const char *range_text, const char *address)
{
    struct address_range range;
    union address_socket socket = {.v6 = {.sin6_family = AF_INET6}};
    assert_true(address_range_parse(str_from_cstr(range_text), &range));
    if (strchr(address, ':') == NULL) {
        socket.v4 = (struct sockaddr_in){.sin_family = AF_INET};
        assert_int_equal(inet_pton(AF_INET, address, &socket.v4.sin_addr), 1);
    } else {
        assert_int_equal(inet_pton(AF_INET6, address, &socket.v6.sin6_addr), 1);
    }
    return address_range_has(&range, &socket.any);
}

static void address_outside_the_network_is_not_in_it(void **state)
{
    (void)state;
    assert_false(has("10.0.0.0/8", "11.0.0.1"));
    assert_false(has("10.0.0.0/9", "10.128.0.0"));
    assert_false(has("10.0.0.1", "10.0.0.2"));
    assert_false(has("2001:db8::/33", "2001:db8:8000::1"));
    assert_false(has("10.0.0.0/8", "::1"));
    assert_false(has("2001:db8::/32", "32.1.13.184"));
}

static void address_of_the_network_is_in_it(void **state)
{
    (void)state;
    assert_true(has("10.0.0.0/9", "10.127.255.255"));
    assert_true(has("2001:db8::/33", "2001:db8:7fff::1"));
    assert_true(has("10.0.0.0/8", "::ffff:10.1.2.3")); /* a dual-stack socket sees it so */
}

static void other_families_are_in_no_network(void **state)
{
    (void)state;
    struct address_range range;
    struct sockaddr unix_socket = {.sa_family = AF_UNIX};
    assert_true(address_range_parse(STR("10.0.0.0/8"), &range));
    assert_false(address_range_has(&range, &unix_socket));
}

static void localhost_is_both_loopback_addresses(void **state)
{
    (void)state;
    struct address_listen listen;
    assert_true(address_listen_parse(STR("localhost:8443"), &listen));
    assert_int_equal(listen.n, 2);
    assert_int_equal(listen.port, 8443);
    assert_int_equal(ntohl(listen.sockets[0].v4.sin_addr.s_addr), INADDR_LOOPBACK);
    assert_int_equal(ntohs(listen.sockets[1].v6.sin6_port), 8443);
    assert_true(listen.loopback);
}

static void only_loopback_is_loopback(void **state)
{
    (void)state;
    struct address_listen listen;
    assert_true(address_listen_parse(STR("127.8.9.1:1"), &listen));
    assert_true(listen.loopback);
    assert_true(address_listen_parse(STR("[::]:1"), &listen));
    assert_false(listen.loopback);
    assert_true(address_listen_parse(STR("128.0.0.1:1"), &listen));
    assert_false(listen.loopback);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address_outside_the_network_is_not_in_it),
        cmocka_unit_test(address_of_the_network_is_in_it),
        cmocka_unit_test(other_families_are_in_no_network),
        cmocka_unit_test(localhost_is_both_loopback_addresses),
        cmocka_unit_test(only_loopback_is_loopback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
