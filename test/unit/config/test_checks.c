#include "unit/config/load.h"

#include <stdio.h>

/* Whether `key=value` alone is refused. */
static bool refused(struct loading *loading, const char *key, const char *value)
{
    loading->sources.sets.n = 0;
    give_set(loading, arena_printf(loading->arena, "%s=%s", key, value).ptr);
    load(loading);
    return loading->problems.n == 1 && str_eq(loading->problems.items[0].key, str_from_cstr(key));
}

static void all_refused(
    struct loading *loading, const char *key, const char *const *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!refused(loading, key, values[i]))
            fail_msg("%s=%s was taken", key, values[i]);
}

static void all_taken(struct loading *loading, const char *key, const char *const *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (refused(loading, key, values[i]))
            fail_msg("%s=%s: %s", key, values[i], problems_text(loading));
}

#define ALL(check, key, ...)                                                                       \
    do {                                                                                           \
        static const char *const values_[] = {__VA_ARGS__};                                        \
        check(loading, key, values_, sizeof values_ / sizeof values_[0]);                          \
    } while (0)

static void issuer_that_clients_would_compare_wrongly_is_refused(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "issuer", "id.example.com", "https:/id.example.com", "https://",
        "https://ID.example.com", "https://id.example.com/", "https://id.example.com/a/",
        "https://id.example.com/a//b", "https://id.example.com/../a", "https://id.example.com/%41",
        "https://id.example.com?a", "https://id.example.com#a", "https://id.example.com/?",
        "https://u:p@id.example.com", "https://id.example.com:443", "https://id.example.com:0",
        "https://id.example.com:65536", "https://id.example.com:", "ftp://id.example.com",
        "https://id.example.com\\x", "https://[::1", "https://id example.com");
}

static void plain_http_issuer_is_refused_unless_loopback(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "issuer", "http://id.example.com", "http://10.0.0.1",
        "http://localhost.example.com", "http://127.evil.example", "http://127.0.0.1:80");
    ALL(all_taken, "issuer", "http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080",
        "https://id.example.com", "https://id.example.com:8443/a/b-c.d~e");
}

static void address_to_listen_on_that_is_none_is_refused(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "management.listen", "8443", ":8443", "example.com:8443", "127.0.0.1",
        "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:x", "::1:8443", "[::1]", "[127.0.0.1]:1",
        "[::1:1", "127.0.0.1:000080", "127.1:80");
    ALL(all_taken, "management.listen", "127.0.0.1:0", "[::]:443", "localhost:8443", "");
}

static void network_that_is_none_is_refused(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "proxy.trusted", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "10.0.0.0/8/8",
        "0.0.0.0/-1", "0.0.0.0/0", "::/0", "::/80", "::ffff:0.0.0.0/96", "fe80::/129",
        "example.com", "10.0.0.0/8,x");
    ALL(all_taken, "proxy.trusted", "10.0.0.0/8", "10.0.0.1", "2001:db8::/32, 127.0.0.1", "");
}

static void host_that_is_none_is_not_opened(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "fetch.allow_hosts", "https://app.internal", "*.internal", "0.0.0.0/0", "::/0",
        "app.internal:0", "app.internal,10.1");
    ALL(all_taken, "fetch.allow_hosts", "app.internal", "app.internal:8443, 127.0.0.1",
        "10.0.0.0/8,[fd00::1]:8443", "");
}

static void database_that_cannot_be_is_refused(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "database.url", "tessera.db", "sqlite:", "mysql://x/y",
        "postgresql://USER:PASSWORD@HOST/NAME", "postgresql://u:PASSWORD@host/name",
        "postgres://tessera:change-me@db/tessera");
    ALL(all_taken, "database.url", "sqlite:x.db", "postgresql://u:x7Zq@db/tessera",
        "postgresql:///tessera?host=/run/postgresql");
}

static void accent_that_white_text_cannot_be_read_on_is_refused(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "branding.accent_color", "red", "#fff", "#gggggg", "#ffffff", "#ffd700",
        "#777777");
    ALL(all_taken, "branding.accent_color", "#767676", "#0B57D0", "#000000", "");
}

static void page_that_is_not_https_is_refused(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "branding.terms_url", "http://example.com", "javascript:alert(1)", "/terms",
        "https://u@example.com");
    ALL(all_taken, "branding.terms_url", "https://example.com/terms?v=2#top");
}

static void mail_server_that_cannot_be_is_refused(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "mail.url", "mail.example.com", "https://mail.example.com",
        "smtp://u:p@mail.example.com", "smtp://mail.example.com/x", "smtp://mail.example.com?x",
        "smtp://", "smtp://mail.example.com:0", "SMTP://mail.example.com");
    ALL(all_refused, "mail.from", "x", "a@b@c", "A <a@example.com", "j\xC3\xBC@example.com",
        "a@example.com, b@example.com");
    ALL(all_taken, "mail.from", "a@example.com",
        "A B <a@b\xC3\xBC"
        "cher.example>");
    ALL(all_refused, "mail.templates_dir", "/nowhere", "/etc/passwd");
    ALL(all_taken, "mail.templates_dir", "/tmp", "");
}

static void sms_gateway_that_cannot_be_is_refused(void **state)
{
    struct loading *loading = *state;
    ALL(all_refused, "sms.url", "sms.example.com", "http://sms.example.com",
        "https://u:p@sms.example.com", "https://sms.example.com/#x", "ftp://localhost");
    ALL(all_taken, "sms.url", "https://sms.example.com/in?x=1", "http://localhost:8080/", "");
    ALL(all_refused, "sms.account", "AC/../1", "AC 1", "AC-1");
    ALL(all_taken, "sms.account", "AC0a9Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        config_test(issuer_that_clients_would_compare_wrongly_is_refused),
        config_test(plain_http_issuer_is_refused_unless_loopback),
        config_test(address_to_listen_on_that_is_none_is_refused),
        config_test(network_that_is_none_is_refused),
        config_test(host_that_is_none_is_not_opened),
        config_test(database_that_cannot_be_is_refused),
        config_test(accent_that_white_text_cannot_be_read_on_is_refused),
        config_test(mail_server_that_cannot_be_is_refused),
        config_test(sms_gateway_that_cannot_be_is_refused),
        config_test(page_that_is_not_https_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
