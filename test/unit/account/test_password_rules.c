#include "account/password_rules.h"

#include "support/unit.h"

static const struct oauth_subject ada = {.email = STR_INIT("countess@example.com"),
    .given_name = STR_INIT("Augusta"),
    .family_name = STR_INIT("Lovelace")};

static enum account_refusal judge(const char *password, int64_t min, int64_t strength)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    const struct account_settings settings = {.password_min = min, .password_min_zxcvbn = strength};

    return account_password_judge(arena, &settings, &ada, str_from_cstr(password));
}

static void characters_count_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(judge("", 1, 0), ACCOUNT_PASSWORD_TOO_SHORT);
    assert_int_equal(judge("äöüäöüä", 8, 0), ACCOUNT_PASSWORD_TOO_SHORT);
    assert_int_equal(judge("äöüäöüäö", 8, 0), ACCOUNT_DONE);
    /* Eight code points as typed, four letters in NFKC. */
    assert_int_equal(judge("a\u0308o\u0308u\u0308a\u0308", 8, 0), ACCOUNT_PASSWORD_TOO_SHORT);
}

static void overlong_passwords_are_refused(void **state)
{
    char text[6000];

    (void)state;
    memset(text, 'x', sizeof text);
    text[257] = '\0';
    assert_int_equal(judge(text, 8, 0), ACCOUNT_PASSWORD_TOO_LONG);
    text[256] = '\0';
    assert_int_equal(judge(text, 8, 0), ACCOUNT_DONE);
    memset(text, 'x', sizeof text);
    text[5999] = '\0';
    assert_int_equal(judge(text, 8, 0), ACCOUNT_PASSWORD_TOO_LONG);
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    assert_int_equal(judge("good password\xFF", 8, 0), ACCOUNT_PASSWORD_NOT_TEXT);
    assert_int_equal(judge("good\tpassword", 8, 0), ACCOUNT_PASSWORD_NOT_TEXT);
    assert_int_equal(judge("good password\x7F", 8, 0), ACCOUNT_PASSWORD_NOT_TEXT);
}

static void own_name_and_address_are_refused_in_any_form(void **state)
{
    static const char *const passwords[] = {"augusta is my name", "we are LOVELACEs here",
        "the ＡＵＧＵＳＴＡ of old", "countess@example.com", "a countess of numbers"};

    (void)state;
    for (size_t i = 0; i < sizeof passwords / sizeof *passwords; i++)
        assert_int_equal(judge(passwords[i], 8, 0), ACCOUNT_PASSWORD_PERSONAL);
    assert_int_equal(judge("august and love", 8, 0), ACCOUNT_DONE);
}

static void very_short_names_forbid_no_words(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    const struct account_settings settings = {.password_min = 8};
    const struct oauth_subject person = {
        .email = STR("a@example.com"), .given_name = STR("Al"), .family_name = STR("Bo")};

    (void)state;
    assert_int_equal(
        account_password_judge(arena, &settings, &person, STR("all about bottles")), ACCOUNT_DONE);
}

static void nothing_is_demanded_of_composition(void **state)
{
    (void)state;
    assert_int_equal(judge("correct horse battery staple", 15, 0), ACCOUNT_DONE);
    assert_int_equal(judge("        ", 8, 0), ACCOUNT_DONE);
}

static void weak_passwords_are_refused_when_strength_is_asked_for(void **state)
{
    (void)state;
    assert_int_equal(judge("password", 8, 1), ACCOUNT_PASSWORD_WEAK);
    assert_int_equal(judge("aaaaaaaaaaaaaaa", 8, 3), ACCOUNT_PASSWORD_WEAK);
    assert_int_equal(judge("countesscountess2024", 8, 3), ACCOUNT_PASSWORD_PERSONAL);
    assert_int_equal(judge("vT9#qLw2!xBz7@Rk", 8, 4), ACCOUNT_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_count_not_bytes),
        cmocka_unit_test(overlong_passwords_are_refused),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(own_name_and_address_are_refused_in_any_form),
        cmocka_unit_test(very_short_names_forbid_no_words),
        cmocka_unit_test(nothing_is_demanded_of_composition),
        cmocka_unit_test(weak_passwords_are_refused_when_strength_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
