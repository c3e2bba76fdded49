#include "authn/email.h"

#include "support/unit.h"

static void refused(const char *email)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    str_t out;

    if (authn_email_canonical(arena, str_from_cstr(email), &out))
        fail_msg("\"%s\" was taken as %.*s", email, STR_ARG(out));
}

static void becomes(const char *email, const char *expected)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    str_t out = STR_NONE;
    str_t again = STR_NONE;

    assert_true(authn_email_canonical(arena, str_from_cstr(email), &out));
    assert_str(out, expected);
    assert_true(authn_email_canonical(arena, out, &again));
    assert_str(again, expected);
}

static void text_without_one_at_sign_is_refused(void **state)
{
    (void)state;
    refused("");
    refused("anna");
    refused("@example.com");
    refused("anna@");
    refused("anna@b@example.com");
    refused("anna@example.com\xEF\xBC\xA0"
            "evil.example");
}

static void malformed_local_part_is_refused(void **state)
{
    (void)state;
    refused(".anna@example.com");
    refused("anna.@example.com");
    refused("an..na@example.com");
    refused("an na@example.com");
    refused("\"anna\"@example.com");
    refused("anna(x)@example.com");
    refused("anna,bert@example.com");
    refused("an\xE2\x80\x8Bna@example.com"); /* zero width space */
    refused("an\xE2\x80\xAEna@example.com"); /* right-to-left override */
    refused("anna\xFF@example.com");
    refused("anna\r\nbcc:x@example.com");
    refused("12345678901234567890123456789012345678901234567890123456789012345@example.com");
}

static void malformed_domain_is_refused(void **state)
{
    (void)state;
    refused("anna@localhost");
    refused("anna@example..com");
    refused("anna@.example.com");
    refused("anna@example.com.");
    refused("anna@-example.com");
    refused("anna@exa_mple.com");
    refused("anna@exam ple.com");
    refused("anna@192.0.2.1");
    refused("anna@[192.0.2.1]");
    refused("anna@1234567890123456789012345678901234567890123456789012345678901234.com");
    refused("anna@xn--a.com");
}

static void embedded_nul_is_refused(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    str_t out;

    (void)state;
    assert_false(authn_email_canonical(arena, STR("anna@example.com\0.evil.example"), &out));
    assert_false(authn_email_canonical(arena, STR("an\0na@example.com"), &out));
}

static void endless_text_is_refused(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    str_t out;
    char text[5000];

    (void)state;
    memset(text, 'a', sizeof text);
    memcpy(text + sizeof text - 12, "@example.com", 12);
    assert_false(authn_email_canonical(arena, (str_t){text, sizeof text}, &out));
}

static void spellings_of_one_address_are_one(void **state)
{
    (void)state;
    becomes("anna@example.com", "anna@example.com");
    becomes("  Anna@EXAMPLE.com\t", "anna@example.com");
    becomes("\xEF\xBC\xA1nna\xEF\xBC\xA0"
            "example\xEF\xBC\x8E"
            "com",
        "anna@example.com");
    becomes("J\xC3\x96RG@example.com", "j\xC3\xB6rg@example.com");
    becomes("jo\xCC\x88rg@example.com", "j\xC3\xB6rg@example.com");
    becomes("o'neil+tag@example.com", "o'neil+tag@example.com");
}

static void international_domain_is_its_ascii_form(void **state)
{
    (void)state;
    becomes("anna@b\xC3\xBC"
            "cher.example",
        "anna@xn--bcher-kva.example");
    becomes("anna@B\xC3\x9C"
            "CHER.example",
        "anna@xn--bcher-kva.example");
    becomes("anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example");
    becomes("anna@XN--BCHER-KVA.example", "anna@xn--bcher-kva.example");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_without_one_at_sign_is_refused),
        cmocka_unit_test(malformed_local_part_is_refused),
        cmocka_unit_test(malformed_domain_is_refused),
        cmocka_unit_test(embedded_nul_is_refused),
        cmocka_unit_test(endless_text_is_refused),
        cmocka_unit_test(spellings_of_one_address_are_one),
        cmocka_unit_test(international_domain_is_its_ascii_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
