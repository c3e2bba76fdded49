#include "fetch/public_address.h"

#include "config/address.h"
#include "support/unit.h"

#include <arpa/inet.h>

static bool is_public(const char *text)
{
    union address_socket address = {.v6 = {.sin6_family = AF_INET6}};

    if (inet_pton(AF_INET6, text, &address.v6.sin6_addr) == 1)
        return public_address(&address.any);
    address.v4 = (struct sockaddr_in){.sin_family = AF_INET};
    assert_int_equal(inet_pton(AF_INET, text, &address.v4.sin_addr), 1);
    return public_address(&address.any);
}

static void all_are(bool wanted, const char *const *addresses, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_public(addresses[i]) != wanted)
            fail_msg("%s is %spublic", addresses[i], wanted ? "not " : "");
}
#define ALL(wanted, ...)                                                                           \
    all_are(wanted, (const char *const[]){__VA_ARGS__},                                            \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* First and last of each range. */
static void special_ipv4_is_not_public(void **state)
{
    (void)state;
    ALL(false, "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0",
        "100.127.255.255", "127.0.0.0", "127.0.0.1", "127.255.255.255", "169.254.0.0",
        "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.31.255.255", "192.0.0.0",
        "192.0.0.255", "192.0.2.0", "192.0.2.255", "192.31.196.1", "192.52.193.1", "192.88.99.1",
        "192.168.0.0", "192.168.255.255", "192.175.48.1", "198.18.0.0", "198.19.255.255",
        "198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255", "224.0.0.0",
        "239.255.255.255", "240.0.0.0", "255.255.255.255");
}

static void special_ipv6_is_not_public(void **state)
{
    (void)state;
    ALL(false, "::", "::1", "::2", "100::", "100:0:0:1::1", "2001::", "2001:1::1", "2001:2::1",
        "2001:10::1", "2001:20::1", "2001:30::1", "2001:1ff:ffff::1",
        "2001:db8::", "2001:db8:ffff::1", "2002::1", "2620:4f:8000::1", "3fff::1", "3fff:fff::1",
        "4000::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
        "ff0e::1", "1fff::1", "8000::1", "64:ff9b:1::1");
}

static void embedded_private_addresses_are_not_public(void **state)
{
    (void)state;
    ALL(false, "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254",
        "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::", "::ffff:0:127.0.0.1", "::8.8.8.8",
        "2002:808:808::1");
}

static void other_families_are_not_public(void **state)
{
    struct sockaddr unix_socket = {.sa_family = AF_UNIX};

    (void)state;
    assert_false(public_address(&unix_socket));
}

/* Just outside of the ranges, too. */
static void everything_else_is_public(void **state)
{
    (void)state;
    ALL(true, "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
        "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "8.8.8.8",
        "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2000::1", "2001:200::1", "2001:db7:ffff::1",
        "2001:db9::1", "2003::1", "2606:4700::1111", "2a00:1450::1", "3ffe::1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(special_ipv4_is_not_public),
        cmocka_unit_test(special_ipv6_is_not_public),
        cmocka_unit_test(embedded_private_addresses_are_not_public),
        cmocka_unit_test(other_families_are_not_public),
        cmocka_unit_test(everything_else_is_public),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
