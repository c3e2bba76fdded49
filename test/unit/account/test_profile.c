#include "account/profile.h"

#include "account/users.h"
#include "support/unit.h"
#include "unit/account/fake_world.h"

static void text_that_is_no_language_tag_is_refused(void **state)
{
    static const char *const texts[] = {"", "e", "engl", "en-", "-en", "en--GB", "en_GB", "en GB",
        "e1", "en-x", "en-Englishes", "de-DE-1901-1996-AAAAAAAA-BBBBBBBB-CC", "../de", "d\xC3\xA9"};
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(account_locale_valid(str_from_cstr(texts[i])));
}

static void language_tags_are_taken(void **state)
{
    static const char *const texts[] = {
        "en", "de-CH", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "gsw", "de-DE-1996"};
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_true(account_locale_valid(str_from_cstr(texts[i])));
}

static void text_that_is_no_time_zone_is_refused(void **state)
{
    static const char *const texts[] = {"", "/", "Europe/", "/Paris", "Europe//Paris", "../Paris",
        "Europe/../Paris", "a/b/c/d", "Europe/Par is", "+01:00", "Europe/P\xC3\xA1ris",
        "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(account_zoneinfo_valid(str_from_cstr(texts[i])));
}

static void time_zones_are_taken(void **state)
{
    static const char *const texts[] = {"UTC", "Europe/Paris", "America/Argentina/Buenos_Aires",
        "Etc/GMT+1", "America/Port-au-Prince", "GB"};
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_true(account_zoneinfo_valid(str_from_cstr(texts[i])));
}

static const struct oauth_subject *add_ada(struct fake_world *world)
{
    const struct account_new_user ada = {.email = STR("ada@example.com"),
        .given_name = STR("Ada"),
        .family_name = STR("Byron"),
        .password = STR(FAKE_PASSWORD)};
    const struct oauth_subject *user;
    enum account_refusal refusal;

    assert_ok(account_user_add(&world->ctx, &ada, &user, &refusal));
    return user;
}

static enum account_refusal change(struct fake_world *world, const struct oauth_subject *person,
    struct account_profile profile, const struct oauth_subject **changed, const char **key)
{
    enum account_refusal refusal;

    assert_ok(account_profile_change(&world->ctx, person, &profile, changed, &refusal, key));
    return refusal;
}

static void value_that_is_not_taken_is_named_and_nothing_is_written(void **state)
{
    struct fake_world *world = *state;
    const struct oauth_subject *ada = add_ada(world), *changed;
    const struct account_profile good = {STR("Ada"), STR("Byron"), STR("en"), STR("Europe/London")};
    struct account_profile bad = good;
    int before = world->writes;
    const char *key;

    bad.family_name = STR("By\nron");
    assert_int_equal(change(world, ada, bad, &changed, &key), ACCOUNT_NAME_INVALID);
    assert_string_equal(key, "family_name");
    bad = good;
    bad.locale = STR("english");
    assert_int_equal(change(world, ada, bad, &changed, &key), ACCOUNT_LOCALE_INVALID);
    assert_string_equal(key, "locale");
    bad = good;
    bad.zoneinfo = STR("London!");
    assert_int_equal(change(world, ada, bad, &changed, &key), ACCOUNT_ZONEINFO_INVALID);
    assert_string_equal(key, "zoneinfo");
    assert_int_equal(world->writes, before);
    assert_false(fake_recorded(world, "profile.changed"));
}

static void change_is_written_and_recorded(void **state)
{
    struct fake_world *world = *state;
    const struct oauth_subject *changed, *ada = add_ada(world);
    const struct account_profile wish = {STR(" Augusta Ada "), STR("King"), STR("en"), STR_NONE};
    const char *key;

    assert_int_equal(change(world, ada, wish, &changed, &key), ACCOUNT_DONE);
    assert_str(changed->given_name, "Augusta Ada");
    assert_str(world->users[0].subject.family_name, "King");
    assert_true(fake_recorded(world, "profile.changed"));
}

static void name_from_before_may_stay_empty(void **state)
{
    struct fake_world *world = *state;
    struct oauth_subject one = *add_ada(world);
    const struct oauth_subject *changed;
    const char *key;

    one.family_name = STR("");
    assert_int_equal(
        change(world, &one, (struct account_profile){STR("Ada"), STR(""), STR_NONE, STR_NONE},
            &changed, &key),
        ACCOUNT_DONE);
}

static int set_up(void **state)
{
    *state = fake_world_new();
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_is_no_language_tag_is_refused),
        cmocka_unit_test(language_tags_are_taken),
        cmocka_unit_test(text_that_is_no_time_zone_is_refused),
        cmocka_unit_test(time_zones_are_taken),
        TEST(value_that_is_not_taken_is_named_and_nothing_is_written),
        TEST(change_is_written_and_recorded),
        TEST(name_from_before_may_stay_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
