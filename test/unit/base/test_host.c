#include "base/host.h"

#include "support/unit.h"

#include <stdio.h>

static void all_are(enum host_kind kind, const char *const *hosts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (host_kind(str_from_cstr(hosts[i])) != kind)
            fail_msg("%s is of kind %d", hosts[i], (int)host_kind(str_from_cstr(hosts[i])));
}
#define ALL(kind, ...)                                                                             \
    all_are(kind, (const char *const[]){__VA_ARGS__},                                              \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* What inet_aton, browsers and libraries read as 127.0.0.1, or as something like it. */
static void other_spellings_of_addresses_are_no_hosts(void **state)
{
    (void)state;
    ALL(HOST_INVALID, "2130706433", "0x7f000001", "0X7F000001", "017700000001", "127.1", "127.0.1",
        "0177.0.0.1", "0x7f.0.0.1", "127.0.0.01", "127.0.0.0x1", "127.0.0.256", "127.0.0.1.1",
        "1.2.3", "a.1", "example.0x", "example.0x7f", "127.0.0.1.", "0x", "0", "256.1.1.1",
        "1.2.3.4567", "10.0.0.1.example.1");
}

static void what_no_name_can_be_is_no_host(void **state)
{
    char label[65], name[256];

    (void)state;
    ALL(HOST_INVALID, "", ".", "example.com.", ".example.com", "a..b", "-a.example", "a-.example",
        "a b", "a%62.example",
        "b\xc3\xbc"
        "cher.example",
        "a@b", "a:1", "[::1]", "::1", "a/b", "a\\b", "a\tb", "*.example.com");
    memset(label, 'a', 64);
    label[64] = 0;
    ALL(HOST_INVALID, label);
    for (size_t i = 0; i < 254; i++)
        name[i] = i % 50 == 49 ? '.' : 'a';
    name[254] = 0;
    ALL(HOST_INVALID, name);
    assert_int_equal(host_kind(((str_t){"a\0b", 3})), HOST_INVALID);
}

static void names_and_addresses_are_told_apart(void **state)
{
    (void)state;
    ALL(HOST_NAME, "example.com", "EXAMPLE.com", "localhost", "a", "xn--bcher-kva.example",
        "my_app", "1.2.3.4.example", "1password.com", "a.0a", "10-0-0-1.example", "0x7g", "a.1e");
    ALL(HOST_IPV4, "127.0.0.1", "0.0.0.0", "255.255.255.255", "10.0.0.10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_spellings_of_addresses_are_no_hosts),
        cmocka_unit_test(what_no_name_can_be_is_no_host),
        cmocka_unit_test(names_and_addresses_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
