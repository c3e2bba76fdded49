#include "authn/entry.h"

#include "support/unit.h"

static bool parse(arena_t *arena, const char *query, struct authn_entry *entry_out)
{
    struct form form;

    assert_int_equal(form_parse(arena, str_from_cstr(query), &form), FORM_OK);
    return authn_entry_parse(&form, entry_out);
}

static void nothing_but_the_names_of_the_table_is_an_entry(void **state)
{
    static const char *const refused[] = {"", "to=", "to=Account", "to=account%2F..", "to=/account",
        "to=https://evil.example", "to=account&to=account",
        "to=account&fresh=", "to=account&fresh=yes", "to=account&fresh=1&fresh=1",
        "to=account&section=", "to=account&section=..", "to=account&section=a/b",
        "to=account&section=//evil.example", "to=account&section=Password",
        "to=account&section=a%0d%0a", "to=account&section=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "section=password", "fresh=1"};
    AUTO_ARENA arena = arena_new(1u << 20);
    struct authn_entry entry;

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (parse(arena, refused[i], &entry))
            fail_msg("accepted: %s", refused[i]);
}

static void entry_is_written_as_it_was_read(void **state)
{
    static const struct {
        const char *query;
        const char *path;
        int64_t max_age_s;
    } entries[] = {
        {"to=account", "/account", AUTHN_NO_MAX_AGE},
        {"to=account&section=sign-in", "/account/sign-in", AUTHN_NO_MAX_AGE},
        {"to=account&section=password&fresh=1", "/account/password", AUTHN_ENTRY_FRESH_S},
    };
    AUTO_ARENA arena = arena_new(1u << 20);

    (void)state;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        struct authn_entry entry;
        assert_true(parse(arena, entries[i].query, &entry));
        assert_str(authn_entry_write(arena, &entry), entries[i].query);
        assert_str(authn_entry_path(arena, &entry), entries[i].path);
        assert_int_equal(authn_entry_demand(&entry).max_age_s, entries[i].max_age_s);
        assert_false(authn_entry_demand(&entry).require_consent);
    }
}

static void language_of_the_switch_is_left_out(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    struct authn_entry entry;

    (void)state;
    assert_true(parse(arena, "to=account&ui_locales=de", &entry));
    assert_str(authn_entry_write(arena, &entry), "to=account");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_but_the_names_of_the_table_is_an_entry),
        cmocka_unit_test(entry_is_written_as_it_was_read),
        cmocka_unit_test(language_of_the_switch_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
