#include "account/users.h"
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

static const struct account_new_user ada = {.email = STR_INIT("Ada@Example.com"),
    .given_name = STR_INIT("Ada"),
    .family_name = STR_INIT("Byron"),
    .password = STR_INIT(FAKE_PASSWORD)};

static enum account_refusal add(struct fake_world *world, struct account_new_user user)
{
    const struct oauth_subject *added = NULL;
    enum account_refusal refusal;

    assert_ok(account_user_add(&world->ctx, &user, &added, &refusal));
    assert_int_equal(added != NULL, refusal == ACCOUNT_DONE);
    return refusal;
}

static enum account_refusal update(
    struct fake_world *world, const char *who, struct account_user_change change)
{
    const struct oauth_subject *changed = NULL;
    enum account_refusal refusal;

    assert_ok(account_user_update(&world->ctx, str_from_cstr(who), &change, &changed, &refusal));
    assert_int_equal(changed != NULL, refusal == ACCOUNT_DONE);
    return refusal;
}

static void malformed_person_is_refused_before_the_slow_hash(void **state)
{
    struct fake_world *world = *state;
    struct account_new_user user = ada;

    user.email = STR("no-address");
    assert_int_equal(add(world, user), ACCOUNT_EMAIL_INVALID);
    user = ada;
    user.given_name = STR("  ");
    assert_int_equal(add(world, user), ACCOUNT_NAME_INVALID);
    user = ada;
    user.family_name = STR("By\nron");
    assert_int_equal(add(world, user), ACCOUNT_NAME_INVALID);
    user = ada;
    user.roles = STR("auditor emperor");
    assert_int_equal(add(world, user), ACCOUNT_ROLE_UNKNOWN);
    user = ada;
    user.password = STR("short");
    assert_int_equal(add(world, user), ACCOUNT_PASSWORD_TOO_SHORT);
    assert_int_equal(world->enrolments, 0);
    assert_int_equal(world->writes, 0);
    assert_int_equal(world->n_events, 0);
}

static void address_is_taken_in_every_spelling(void **state)
{
    struct fake_world *world = *state;
    struct account_new_user user = ada;

    assert_int_equal(add(world, ada), ACCOUNT_DONE);
    user.email = STR("ADA@EXAMPLE.COM");
    assert_int_equal(add(world, user), ACCOUNT_EMAIL_TAKEN);
    assert_int_equal(world->enrolments, 1);
}

static void address_that_another_took_meanwhile_is_no_failure(void **state)
{
    struct fake_world *world = *state;

    assert_int_equal(add(world, ada), ACCOUNT_DONE);
    world->blind = 1;
    assert_int_equal(add(world, ada), ACCOUNT_EMAIL_TAKEN);
    assert_int_equal(world->enrolments, 2);
    assert_int_equal(world->n_users, 1);
}

static void full_hash_pool_is_the_worlds_failure(void **state)
{
    struct fake_world *world = *state;
    const struct oauth_subject *added = NULL;
    enum account_refusal refusal;

    world->of_enrol = result_fail(RESULT_BUSY, "no slot");
    assert_result(account_user_add(&world->ctx, &ada, &added, &refusal), RESULT_BUSY);
    assert_int_equal(world->n_users, 0);
}

static void person_is_added_as_entered(void **state)
{
    struct fake_world *world = *state;
    struct account_new_user user = ada;

    user.email = STR(" Ada@Example.com ");
    user.roles = STR("auditor auditor");
    assert_int_equal(add(world, user), ACCOUNT_DONE);
    assert_str(world->users[0].subject.email, "Ada@Example.com");
    assert_str(world->users[0].canonical, "ada@example.com");
    assert_str(world->users[0].subject.roles, "auditor");
    assert_false(world->users[0].subject.email_verified);
    assert_true(world->users[0].subject.id.ptr[0] != '-');
    assert_true(fake_recorded(world, "user.added"));
}

static void person_is_found_by_id_and_by_any_spelling(void **state)
{
    struct fake_world *world = *state;
    const struct oauth_subject *found;

    add(world, ada);
    assert_ok(account_user_find(&world->ctx, STR("aDa@exaMple.com"), &found));
    assert_non_null(found);
    assert_ok(account_user_find(&world->ctx, found->id, &found));
    assert_non_null(found);
    assert_ok(account_user_find(&world->ctx, STR("nobody"), &found));
    assert_null(found);
}

static void change_of_nobody_is_refused(void **state)
{
    enum account_refusal refusal;
    struct fake_world *world = *state;

    assert_int_equal(
        update(world, "nobody", (struct account_user_change){0}), ACCOUNT_USER_UNKNOWN);
    assert_ok(account_user_set_password(
        &world->ctx, STR("nobody"), STR(FAKE_PASSWORD), STR_NONE, &refusal));
    assert_int_equal(refusal, ACCOUNT_USER_UNKNOWN);
    assert_ok(account_user_delete(&world->ctx, STR("nobody"), &refusal));
    assert_int_equal(refusal, ACCOUNT_USER_UNKNOWN);
    assert_int_equal(world->enrolments, 0);
}

static void malformed_change_writes_nothing(void **state)
{
    struct fake_world *world = *state;
    struct account_new_user bob = ada;

    bob.email = STR("bob@example.com");
    add(world, ada);
    add(world, bob);
    int writes = world->writes;
    assert_int_equal(
        update(world, "ada@example.com", (struct account_user_change){.email = STR("x")}),
        ACCOUNT_EMAIL_INVALID);
    assert_int_equal(
        update(world, "ada@example.com", (struct account_user_change){.given_name = STR("")}),
        ACCOUNT_NAME_INVALID);
    assert_int_equal(
        update(world, "ada@example.com", (struct account_user_change){.add_roles = STR("emperor")}),
        ACCOUNT_ROLE_UNKNOWN);
    assert_int_equal(update(world, "ada@example.com",
                         (struct account_user_change){.email = STR("Bob@example.com")}),
        ACCOUNT_EMAIL_TAKEN);
    assert_int_equal(world->writes, writes);
}

static void new_address_is_unverified_and_a_new_spelling_is_not(void **state)
{
    struct fake_world *world = *state;
    struct account_new_user user = ada;
    const struct oauth_subject *stored = &world->users[0].subject;

    user.email_verified = true;
    add(world, user);
    assert_int_equal(update(world, "ada@example.com",
                         (struct account_user_change){.email = STR("ADA@example.com")}),
        ACCOUNT_DONE);
    assert_true(stored->email_verified);
    assert_int_equal(update(world, "ada@example.com",
                         (struct account_user_change){.email = STR("ada@example.org")}),
        ACCOUNT_DONE);
    assert_false(stored->email_verified);
}

static void roles_are_added_and_removed(void **state)
{
    struct fake_world *world = *state;

    add(world, ada);
    update(
        world, "ada@example.com", (struct account_user_change){.add_roles = STR("owner auditor")});
    assert_str(world->users[0].subject.roles, "owner auditor");
    world->users[1] = world->users[0];
    world->users[1].subject.id = STR("another-owner");
    world->n_users = 2;
    update(world, "ada@example.com", (struct account_user_change){.remove_roles = STR("owner")});
    assert_str(world->users[0].subject.roles, "auditor");
}

static void last_owner_stays(void **state)
{
    struct fake_world *world = *state;
    struct account_new_user user = ada;
    enum account_refusal refusal;
    bool no = false;

    user.roles = STR("owner");
    add(world, user);
    assert_int_equal(update(world, "ada@example.com", (struct account_user_change){.enabled = &no}),
        ACCOUNT_LAST_OWNER);
    assert_int_equal(update(world, "ada@example.com",
                         (struct account_user_change){.remove_roles = STR("owner")}),
        ACCOUNT_LAST_OWNER);
    assert_ok(account_user_delete(&world->ctx, STR("ada@example.com"), &refusal));
    assert_int_equal(refusal, ACCOUNT_LAST_OWNER);
    assert_int_equal(world->n_users, 1);
    assert_false(fake_recorded(world, "user.deleted"));
}

static void password_is_judged_before_it_replaces(void **state)
{
    struct fake_world *world = *state;
    enum account_refusal refusal;

    add(world, ada);
    str_t before = world->users[0].credential;
    assert_ok(account_user_set_password(
        &world->ctx, STR("ada@example.com"), STR("lord byron was here"), STR_NONE, &refusal));
    assert_int_equal(refusal, ACCOUNT_PASSWORD_PERSONAL);
    assert_true(str_eq(world->users[0].credential, before));
    assert_ok(account_user_set_password(&world->ctx, STR("ada@example.com"),
        STR("another good long one"), STR("session-1"), &refusal));
    assert_int_equal(refusal, ACCOUNT_DONE);
    assert_false(str_eq(world->users[0].credential, before));
    assert_str(world->kept_session, "session-1");
    assert_true(fake_recorded(world, "password.changed"));
}

static void list_comes_in_pages(void **state)
{
    struct fake_world *world = *state;
    const struct oauth_subject *users;
    size_t n;
    str_t next;

    for (int i = 0; i < 3; i++) {
        struct account_new_user user = ada;
        user.email = arena_printf(world->arena, "person%d@example.com", i);
        add(world, user);
    }
    assert_ok(account_user_list(&world->ctx, STR_NONE, 2, &users, &n, &next));
    assert_int_equal(n, 2);
    assert_true(str_eq(next, users[1].id));
    assert_ok(account_user_list(&world->ctx, next, 2, &users, &n, &next));
    assert_int_equal(n, 1);
    assert_false(str_present(next));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(malformed_person_is_refused_before_the_slow_hash),
        TEST(address_is_taken_in_every_spelling),
        TEST(address_that_another_took_meanwhile_is_no_failure),
        TEST(full_hash_pool_is_the_worlds_failure),
        TEST(person_is_added_as_entered),
        TEST(person_is_found_by_id_and_by_any_spelling),
        TEST(change_of_nobody_is_refused),
        TEST(malformed_change_writes_nothing),
        TEST(new_address_is_unverified_and_a_new_spelling_is_not),
        TEST(roles_are_added_and_removed),
        TEST(last_owner_stays),
        TEST(password_is_judged_before_it_replaces),
        TEST(list_comes_in_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
