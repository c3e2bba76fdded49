#include "notify/mail_address.h"

#include "support/unit.h"

static bool travels(arena_t *arena, const char *text, str_t *address_out)
{
    struct mailbox mailbox;

    return mailbox_parse(arena, str_from_cstr(text), &mailbox) &&
           mail_address(arena, &mailbox, address_out);
}

static void domain_that_is_no_name_is_refused(void **state)
{
    static const char *const wrong[] = {
        "a@127.0.0.1", "a@1", "a@0x7f000001", "a@-example.com", "a@xn--", "a@\xE2\x80\x8B.example"};
    AUTO_ARENA arena = arena_new(1u << 20);
    str_t address;
    (void)state;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (travels(arena, wrong[i], &address))
            fail_msg("%s travels as %.*s", wrong[i], STR_ARG(address));
}

static void domain_travels_in_ascii_and_the_local_part_as_it_is(void **state)
{
    static const char *const cases[][2] = {
        {"Ada.L@Example.COM", "Ada.L@example.com"},
        {"a@localhost", "a@localhost"},
        {"a@b\xC3\xBC"
         "cher.example",
            "a@xn--bcher-kva.example"},
        {"j\xC3\xBCrgen@b\xC3\xBC"
         "cher.example",
            "j\xC3\xBCrgen@xn--bcher-kva.example"},
    };
    AUTO_ARENA arena = arena_new(1u << 20);
    str_t address;
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(travels(arena, cases[i][0], &address));
        assert_str(address, cases[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(domain_that_is_no_name_is_refused),
        cmocka_unit_test(domain_travels_in_ascii_and_the_local_part_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
