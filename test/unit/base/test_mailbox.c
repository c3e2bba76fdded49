#include "base/mailbox.h"

#include "support/unit.h"

static bool parse(arena_t *arena, const char *text, struct mailbox *mailbox)
{
    return mailbox_parse(arena, str_from_cstr(text), mailbox);
}

static void what_is_no_mailbox_is_refused(void **state)
{
    static const char *const wrong[] = {"", " ", "@", "a@", "@b", "a", "a@b@c", "a b@example.com",
        "a@exa mple.com", "a@example..com", "a@.example.com", "a@example.com.", ".a@example.com",
        "a.@example.com", "a..b@example.com", "\"a b\"@example.com", "a@[127.0.0.1]",
        "a@exam_ple.com", "a(comment)@example.com", "a@example.com, b@example.com",
        "<a@example.com", "a@example.com>", "Ada a@example.com>", "<>", "Ada <>",
        "Ada <a@example.com> x", "A <b> <a@example.com>", "Ada, Bob <a@example.com>",
        "Ada: <a@example.com>", "Ada;<a@example.com>", "\"Ada <a@example.com>",
        "Ada\" <a@example.com>", "\"A\"da\" <a@example.com>", "\"Ada\\\" <a@example.com>",
        "\"\" <a@example.com>"};
    AUTO_ARENA arena = arena_new(1u << 20);
    struct mailbox mailbox;
    (void)state;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (parse(arena, wrong[i], &mailbox))
            fail_msg("\"%s\" passes", wrong[i]);
}

static void what_could_end_a_line_is_refused(void **state)
{
    static const char *const wrong[] = {"a@example.com\r\nRCPT TO:<b@example.com>",
        "a\n@example.com", "a@exam\tple.com", "a\x7F@example.com", "Ada\r\nBcc: b <a@example.com>",
        "\"Ada\nBcc: b\" <a@example.com>", "a\xC2\x80@example.com\r", "a\xFF@example.com"};
    AUTO_ARENA arena = arena_new(1u << 20);
    struct mailbox mailbox;
    (void)state;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (parse(arena, wrong[i], &mailbox))
            fail_msg("number %zu passes", i);
    assert_false(mailbox_parse(arena, STR("a\0@example.com"), &mailbox));
}

static void longer_than_any_server_takes_is_refused(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    struct mailbox mailbox;
    char text[400];
    (void)state;

    memset(text, 'a', sizeof text);
    memcpy(text + 64, "@example.com", 13);
    assert_true(parse(arena, text, &mailbox));
    memset(text, 'a', sizeof text);
    memcpy(text + 65, "@example.com", 13);
    assert_false(parse(arena, text, &mailbox));
    memset(text, 'a', sizeof text);
    text[1] = '@';
    text[260] = '\0';
    assert_false(parse(arena, text, &mailbox));
}

static void address_and_name_are_taken_apart(void **state)
{
    static const struct {
        const char *text, *name, *local, *domain;
    } cases[] = {
        {"a@example.com", "", "a", "example.com"},
        {"  a@example.com ", "", "a", "example.com"},
        {"<a@example.com>", "", "a", "example.com"},
        {"Ada Lovelace <a.b+c@mail.example.com>", "Ada Lovelace", "a.b+c", "mail.example.com"},
        {"Example Inc. <a@localhost>", "Example Inc.", "a", "localhost"},
        {"\"Lovelace, Ada\" <a@example.com>", "Lovelace, Ada", "a", "example.com"},
        {"\"A \\\"B\\\" \\\\ C\" <a@example.com>", "A \"B\" \\ C", "a", "example.com"},
        {"J\xC3\xBCrgen <j\xC3\xBCrgen@b\xC3\xBC"
         "cher.example>",
            "J\xC3\xBCrgen", "j\xC3\xBCrgen",
            "b\xC3\xBC"
            "cher.example"},
    };
    AUTO_ARENA arena = arena_new(1u << 20);
    struct mailbox mailbox;
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(parse(arena, cases[i].text, &mailbox));
        assert_str(str_present(mailbox.name) ? mailbox.name : STR(""), cases[i].name);
        assert_str(mailbox.local, cases[i].local);
        assert_str(mailbox.domain, cases[i].domain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_mailbox_is_refused),
        cmocka_unit_test(what_could_end_a_line_is_refused),
        cmocka_unit_test(longer_than_any_server_takes_is_refused),
        cmocka_unit_test(address_and_name_are_taken_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
