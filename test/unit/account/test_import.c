#include "account/import.h"

#include "support/unit.h"
#include "unit/account/fake_world.h"

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

enum { LINES = 4 };

static struct account_import_outcome outcomes[LINES];

static void import_with(
    struct fake_world *world, struct account_import_options options, const char *const *texts)
{
    str_t lines[LINES];
    size_t n = 0;

    for (; n < LINES && texts[n] != NULL; n++)
        lines[n] = str_from_cstr(texts[n]);
    assert_ok(account_import(&world->ctx, &options, lines, n, outcomes));
}

#define import(world, ...)                                                                         \
    import_with(                                                                                   \
        (world), (struct account_import_options){0}, (const char *const[]){__VA_ARGS__, NULL})
#define import_existing(world, how, ...)                                                           \
    import_with((world), (struct account_import_options){.existing = (how)},                       \
        (const char *const[]){__VA_ARGS__, NULL})

#define ADA "{\"email\":\"Ada@Example.com\",\"given_name\":\"Ada\"}"

static void assert_refused(size_t line, enum account_refusal refusal)
{
    assert_int_equal(outcomes[line].act, ACCOUNT_IMPORT_REFUSED);
    assert_int_equal(outcomes[line].refusal, refusal);
}

static void bad_line_writes_nothing_and_holds_up_no_other(void **state)
{
    struct fake_world *world = *state;

    import(
        world, "not json", ADA, "{\"email\":\"x\"}", "{\"email\":\"b@example.com\",\"colour\":1}");
    assert_refused(0, ACCOUNT_PERSON_INVALID);
    assert_int_equal(outcomes[1].act, ACCOUNT_IMPORT_ADDED);
    assert_refused(2, ACCOUNT_EMAIL_INVALID);
    assert_refused(3, ACCOUNT_PERSON_INVALID);
    assert_str(outcomes[3].detail, "colour is no member of a person");
    assert_int_equal(world->n_users, 1);
    assert_int_equal(world->n_events, 1);
}

static void member_given_twice_is_refused(void **state)
{
    struct fake_world *world = *state;

    import(world, "{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}");
    assert_refused(0, ACCOUNT_PERSON_INVALID);
    assert_int_equal(world->n_users, 0);
}

static void unknown_role_and_hash_that_is_none_are_refused(void **state)
{
    struct fake_world *world = *state;

    import(world, "{\"email\":\"a@example.com\",\"roles\":[\"emperor\"]}",
        "{\"email\":\"b@example.com\",\"password_hash\":\"!x\"}",
        "{\"email\":\"c@example.com\",\"phone_verified\":true}");
    assert_refused(0, ACCOUNT_ROLE_UNKNOWN);
    assert_refused(1, ACCOUNT_PASSWORD_HASH_REFUSED);
    assert_str(outcomes[1].detail, "password_hash is none");
    assert_refused(2, ACCOUNT_PERSON_INVALID);
    assert_int_equal(world->n_users, 0);
}

static void address_or_id_that_stands_twice_is_refused_the_second_time(void **state)
{
    struct fake_world *world = *state;

    import(world, ADA, "{\"email\":\"ADA@example.com\"}",
        "{\"email\":\"b@example.com\",\"id\":\"one\"}",
        "{\"email\":\"c@example.com\",\"id\":\"one\"}");
    assert_int_equal(outcomes[0].act, ACCOUNT_IMPORT_ADDED);
    assert_refused(1, ACCOUNT_EMAIL_TAKEN);
    assert_int_equal(outcomes[2].act, ACCOUNT_IMPORT_ADDED);
    assert_refused(3, ACCOUNT_EMAIL_TAKEN);
}

static void existing_address_is_refused_skipped_or_updated(void **state)
{
    struct fake_world *world = *state;
    const struct fake_user *ada = &world->users[0];

    import(world, "{\"email\":\"ada@example.com\",\"given_name\":\"Ada\",\"family_name\":\"Byron\","
                  "\"password_hash\":\"h1\"}");
    import(world, ADA);
    assert_refused(0, ACCOUNT_EMAIL_TAKEN);
    import_existing(world, ACCOUNT_IMPORT_SKIP, "{\"email\":\"ADA@example.com\",\"colour\":1}");
    assert_int_equal(outcomes[0].act, ACCOUNT_IMPORT_SKIPPED);
    import_existing(world, ACCOUNT_IMPORT_UPDATE,
        "{\"email\":\"ADA@example.com\",\"family_name\":\"Lovelace\"}");
    assert_int_equal(outcomes[0].act, ACCOUNT_IMPORT_UPDATED);
    assert_int_equal(world->n_users, 1);
    assert_str(ada->subject.given_name, "Ada");
    assert_str(ada->subject.family_name, "Lovelace");
    assert_true(str_ends_with(ada->credential, STR(":h1")));
    import_existing(
        world, ACCOUNT_IMPORT_UPDATE, "{\"email\":\"ada@example.com\",\"password_hash\":\"h2\"}");
    assert_true(str_ends_with(ada->credential, STR(":h2")));
}

static void id_of_another_is_refused(void **state)
{
    struct fake_world *world = *state;

    import(world, "{\"email\":\"ada@example.com\",\"id\":\"keycloak-1\"}");
    assert_str(world->users[0].subject.id, "keycloak-1");
    import(world, "{\"email\":\"bob@example.com\",\"id\":\"keycloak-1\"}");
    assert_refused(0, ACCOUNT_ID_TAKEN);
    import_existing(
        world, ACCOUNT_IMPORT_UPDATE, "{\"email\":\"ada@example.com\",\"id\":\"keycloak-2\"}");
    assert_refused(0, ACCOUNT_ID_TAKEN);
    assert_int_equal(world->n_users, 1);
}

static void address_that_another_took_meanwhile_refuses_its_line_alone(void **state)
{
    struct fake_world *world = *state;

    import(world, ADA);
    world->blind = 1;
    world->batches = 0;
    import(world, ADA, "{\"email\":\"bob@example.com\"}");
    assert_refused(0, ACCOUNT_EMAIL_TAKEN);
    assert_int_equal(outcomes[1].act, ACCOUNT_IMPORT_ADDED);
    assert_int_equal(world->n_users, 2);
    assert_int_equal(world->batches, 3);
}

static void last_owner_stays(void **state)
{
    struct fake_world *world = *state;

    import(world, "{\"email\":\"ada@example.com\",\"roles\":[\"owner\"]}");
    import_existing(
        world, ACCOUNT_IMPORT_UPDATE, "{\"email\":\"ada@example.com\",\"enabled\":false}");
    assert_refused(0, ACCOUNT_LAST_OWNER);
    assert_true(world->users[0].subject.enabled);
}

static void dry_run_judges_and_writes_nothing(void **state)
{
    struct fake_world *world = *state;

    import_with(world, (struct account_import_options){.dry_run = true},
        (const char *const[]){ADA, "{\"email\":\"x\"}", NULL});
    assert_int_equal(outcomes[0].act, ACCOUNT_IMPORT_ADDED);
    assert_refused(1, ACCOUNT_EMAIL_INVALID);
    assert_int_equal(world->n_users, 0);
    assert_int_equal(world->n_events, 0);
}

static void batch_is_one_transaction_and_each_person_is_recorded(void **state)
{
    struct fake_world *world = *state;

    import(world, ADA, "{\"email\":\"bob@example.com\",\"enabled\":false,\"created_at\":1}");
    assert_int_equal(world->batches, 1);
    assert_int_equal(world->n_users, 2);
    assert_int_equal(world->n_events, 2);
    assert_str(world->users[0].subject.email, "Ada@Example.com");
    assert_true(world->users[0].subject.enabled);
    assert_int_equal(world->users[0].subject.created_at, FAKE_NOW);
    assert_false(str_present(world->users[0].credential));
    assert_false(world->users[1].subject.enabled);
    assert_int_equal(world->users[1].subject.created_at, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bad_line_writes_nothing_and_holds_up_no_other),
        TEST(member_given_twice_is_refused),
        TEST(unknown_role_and_hash_that_is_none_are_refused),
        TEST(address_or_id_that_stands_twice_is_refused_the_second_time),
        TEST(existing_address_is_refused_skipped_or_updated),
        TEST(id_of_another_is_refused),
        TEST(address_that_another_took_meanwhile_refuses_its_line_alone),
        TEST(last_owner_stays),
        TEST(dry_run_judges_and_writes_nothing),
        TEST(batch_is_one_transaction_and_each_person_is_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
