#include "account/registration.h"

#include "support/unit.h"
#include "unit/account/fake_world.h"

static int set_up(void **state)
{
    struct fake_world *world = fake_world_new();

    world->settings.registration = ACCOUNT_REGISTRATION_OPEN;
    world->settings.throttle_enabled = false;
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct account_new_user grace = {.email = STR_INIT("Grace@Example.com"),
    .given_name = STR_INIT("Grace"),
    .family_name = STR_INIT("Hopper"),
    .password = STR_INIT(FAKE_PASSWORD)};

static struct account_registration begin(struct fake_world *world)
{
    struct account_registration result;

    assert_ok(account_register(&world->ctx, &grace, STR("en"), &result));
    return result;
}

static const struct account_proof *waiting(struct fake_world *world, str_t id)
{
    const struct account_proof *proof;

    assert_ok(account_proof_find(&world->ctx, ACCOUNT_PROOF_VERIFY_EMAIL, id, &proof));
    return proof;
}

static enum account_refusal finish(struct fake_world *world, const struct account_proof *proof)
{
    enum account_refusal refusal;
    str_t user_id;

    assert_ok(account_register_finish(&world->ctx, proof, &user_id, &refusal));
    return refusal;
}

static void add_holder(struct fake_world *world, bool verified)
{
    world->users[world->n_users++] = (struct fake_user){
        .subject = {.id = STR("holder"),
            .email = STR("grace@example.com"),
            .email_verified = verified,
            .given_name = STR("Owner"),
            .enabled = true},
        .canonical = STR("grace@example.com"),
        .credential = STR("of the holder"),
    };
}

static void refused_registration_hashes_and_sends_nothing(void **state)
{
    static const struct {
        str_t email, given_name, password;
        enum account_refusal refusal;
    } refused[] = {
        {STR_INIT("nobody"), STR_INIT("Grace"), STR_INIT(FAKE_PASSWORD), ACCOUNT_EMAIL_INVALID},
        {STR_INIT("g@example.com"), STR_INIT(" "), STR_INIT(FAKE_PASSWORD), ACCOUNT_NAME_INVALID},
        {STR_INIT("g@example.com"), STR_INIT("Grace"), STR_INIT("short"),
            ACCOUNT_PASSWORD_TOO_SHORT},
    };
    struct fake_world *world = *state;

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct account_new_user typed = grace;
        struct account_registration result;
        typed.email = refused[i].email;
        typed.given_name = refused[i].given_name;
        typed.password = refused[i].password;
        assert_ok(account_register(&world->ctx, &typed, STR("en"), &result));
        assert_int_equal(result.refusal, refused[i].refusal);
    }
    assert_int_equal(world->enrolments + (int)world->n_letters + (int)world->n_proofs, 0);
}

static void other_domains_are_refused(void **state)
{
    static const str_t domains[] = {STR_INIT("example.org")};
    struct fake_world *world = *state;

    world->settings.registration = ACCOUNT_REGISTRATION_DOMAINS;
    world->settings.registration_domains = (str_array_t){domains, 1};
    assert_int_equal(begin(world).refusal, ACCOUNT_DOMAIN_REFUSED);
    world->settings.registration = ACCOUNT_REGISTRATION_OFF;
    assert_int_equal(begin(world).refusal, ACCOUNT_DOMAIN_REFUSED);
    assert_false(account_registration_open(&world->settings));
}

static void nobody_exists_before_the_proof(void **state)
{
    struct fake_world *world = *state;
    str_t id = begin(world).proof_id;

    assert_int_equal(world->n_users, 0);
    assert_int_equal(finish(world, waiting(world, id)), ACCOUNT_DONE);
    assert_int_equal(world->n_users, 1);
    assert_true(world->users[0].subject.email_verified);
    assert_str(world->users[0].subject.email, "Grace@Example.com");
    assert_str(world->users[0].canonical, "grace@example.com");
    assert_true(fake_recorded(world, "registration.finished"));
}

static void busy_hash_sends_nothing(void **state)
{
    struct fake_world *world = *state;
    struct account_registration result;

    world->of_enrol = result_fail(RESULT_BUSY, "full");
    assert_result(account_register(&world->ctx, &grace, STR("en"), &result), RESULT_BUSY);
    assert_int_equal(world->n_letters, 0);
}

static void known_address_costs_the_same_and_tells_its_owner_alone(void **state)
{
    struct fake_world *world = *state;

    add_holder(world, true);
    struct account_registration result = begin(world);
    assert_int_equal(result.refusal, ACCOUNT_DONE);
    assert_int_equal(world->enrolments, 1);
    assert_string_equal(fake_letter(world)->template, "known_email");
    assert_str(fake_letter(world)->to, "grace@example.com");
    assert_false(str_present(fake_letter(world)->link));
    assert_false(str_present(fake_letter(world)->code));
    /* Even whoever guessed the code gets nothing. */
    assert_int_equal(finish(world, waiting(world, result.proof_id)), ACCOUNT_PROOF_OVER);
    assert_str(world->users[0].credential, "of the holder");
}

static void unverified_person_becomes_whoever_proves_the_address(void **state)
{
    struct fake_world *world = *state;

    add_holder(world, false);
    str_t id = begin(world).proof_id;
    assert_str(world->users[0].credential, "of the holder");
    assert_int_equal(finish(world, waiting(world, id)), ACCOUNT_DONE);
    assert_int_equal(world->n_users, 1);
    assert_str(world->users[0].subject.id, "holder");
    assert_str(world->users[0].subject.given_name, "Grace");
    assert_str(world->users[0].credential, "holder:" FAKE_PASSWORD);
}

static void another_registration_neither_voids_this_one_nor_outlives_it(void **state)
{
    struct fake_world *world = *state;
    str_t own = begin(world).proof_id, other = begin(world).proof_id;
    const struct account_proof others = *waiting(world, other);

    assert_int_equal(finish(world, waiting(world, own)), ACCOUNT_DONE);
    assert_null(waiting(world, other));
    assert_int_equal(finish(world, &others), ACCOUNT_PROOF_OVER);
}

static void letter_sent_again_voids_the_one_before(void **state)
{
    struct fake_world *world = *state;
    struct account_registration again;
    str_t first = begin(world).proof_id;

    assert_ok(account_register_again(&world->ctx, first, STR("en"), &again));
    assert_int_equal(again.refusal, ACCOUNT_DONE);
    assert_null(waiting(world, first));
    assert_string_equal(fake_letter(world)->template, "verify_email");
    assert_int_equal(finish(world, waiting(world, again.proof_id)), ACCOUNT_DONE);
    assert_ok(account_register_again(&world->ctx, again.proof_id, STR("en"), &again));
    assert_int_equal(again.refusal, ACCOUNT_PROOF_OVER);
    assert_ok(account_register_again(&world->ctx, STR_NONE, STR("en"), &again));
    assert_int_equal(again.refusal, ACCOUNT_PROOF_OVER);
}

static void letters_are_limited_before_anybody_is_looked_up(void **state)
{
    struct fake_world *world = *state;

    world->settings.throttle_enabled = true;
    assert_int_equal(begin(world).refusal, ACCOUNT_DONE);
    struct account_registration second = begin(world);
    assert_int_equal(second.refusal, ACCOUNT_SEND_LATER);
    assert_true(second.wait_s > 0);
    assert_int_equal(world->enrolments, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(refused_registration_hashes_and_sends_nothing),
        TEST(other_domains_are_refused),
        TEST(nobody_exists_before_the_proof),
        TEST(busy_hash_sends_nothing),
        TEST(known_address_costs_the_same_and_tells_its_owner_alone),
        TEST(unverified_person_becomes_whoever_proves_the_address),
        TEST(another_registration_neither_voids_this_one_nor_outlives_it),
        TEST(letter_sent_again_voids_the_one_before),
        TEST(letters_are_limited_before_anybody_is_looked_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
