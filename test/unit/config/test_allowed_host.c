#include "config/allowed_host.h"

#include "support/unit.h"

#include <arpa/inet.h>

static union address_socket at(const char *text)
{
    union address_socket address = {.v6 = {.sin6_family = AF_INET6}};

    if (inet_pton(AF_INET6, text, &address.v6.sin6_addr) == 1)
        return address;
    address.v4 = (struct sockaddr_in){.sin_family = AF_INET};
    assert_int_equal(inet_pton(AF_INET, text, &address.v4.sin_addr), 1);
    return address;
}

static bool opens(const char *entry, const char *host, uint16_t port, const char *address)
{
    struct allowed_host allowed;
    union address_socket socket = at(address);

    assert_true(allowed_host_parse(str_from_cstr(entry), &allowed));
    return allowed_host_opens(&allowed, str_from_cstr(host), port, &socket.any);
}

static void a_name_opens_itself_only(void **state)
{
    (void)state;
    assert_false(opens("app.internal", "b.app.internal", 443, "10.0.0.1"));
    assert_false(opens("app.internal", "app.internal.example", 443, "10.0.0.1"));
    assert_false(opens("app.internal", "internal", 443, "10.0.0.1"));
    assert_false(opens("app.internal:8443", "app.internal", 443, "10.0.0.1"));
    assert_true(opens("app.internal", "APP.internal", 8443, "10.0.0.1"));
    assert_true(opens("App.Internal:8443", "app.internal", 8443, "fd00::1"));
}

static void an_address_opens_itself_whoever_leads_there(void **state)
{
    (void)state;
    assert_false(opens("10.0.0.1", "app.internal", 443, "10.0.0.2"));
    assert_false(opens("10.0.0.1:8443", "app.internal", 443, "10.0.0.1"));
    assert_false(opens("[fd00::1]", "app.internal", 443, "fd00::2"));
    assert_true(opens("10.0.0.1", "app.internal", 443, "10.0.0.1"));
    assert_true(opens("10.0.0.1", "10.0.0.1", 1, "10.0.0.1"));
    assert_true(opens("10.0.0.1", "x", 1, "::ffff:10.0.0.1"));
    assert_true(opens("[fd00::1]", "x", 1, "fd00::1"));
    assert_true(opens("[fd00::1]:8443", "x", 8443, "fd00::1"));
}

static void a_network_opens_what_is_in_it(void **state)
{
    (void)state;
    assert_false(opens("10.1.0.0/16", "10.2.0.1", 443, "10.2.0.1"));
    assert_false(opens("fd00::/8", "x", 443, "fe80::1"));
    assert_true(opens("10.1.0.0/16", "x", 8443, "10.1.255.255"));
    assert_true(opens("fd00::/8", "x", 443, "fdff::1"));
}

static void what_is_none_is_refused(void **state)
{
    static const char *const none[] = {"", ":443", "app.internal:", "app.internal:0",
        "app.internal:65536", "app.internal:x", "app.internal:443:1", "https://app.internal",
        "app.internal/", "*.internal", "app.internal.", "10.0.0.1/8", "10.0.0.0/33", "10.1",
        "0x7f000001", "::1", "fd00::1", "[fd00::1", "[fd00::1]8443", "[fd00::1]:", "[10.0.0.1]",
        "[fd00::/8]", "[fe80::1%eth0]", "a b", "user@app.internal"};
    struct allowed_host allowed;

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        if (allowed_host_parse(str_from_cstr(none[i]), &allowed))
            fail_msg("\"%s\" was taken", none[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_opens_itself_only),
        cmocka_unit_test(an_address_opens_itself_whoever_leads_there),
        cmocka_unit_test(a_network_opens_what_is_in_it),
        cmocka_unit_test(what_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
