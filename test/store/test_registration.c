#include "notify/ports.h"
#include "store/proof.h"
#include "store/samples.h"
#include "store/session.h"
#include "store/user.h"

static void add_proof(void **state, const char *id, const char *target)
{
    const struct notify_message message = {
        .message_id = arena_printf(engine_arena(state), "letter %s", id),
        .kind = STR(NOTIFY_MAIL),
        .recipient = STR("Person@Example.com"),
        .template = STR("verify_email"),
        .lang = STR("en"),
        .created_at = NOW,
        .expires_at = NOW + 100,
    };
    const struct account_new_proof proof = {
        .proof = {.id = str_from_cstr(id),
            .purpose = STR("verify_email"),
            .target = str_from_cstr(target),
            .series = str_from_cstr(id),
            .created_at = NOW,
            .expires_at = NOW + 100},
        .letter = &message,
    };

    assert_ok(store_proof_add(engine_db(state), &proof));
}

static result_t enter(struct db *db, const char *id, const char *proof)
{
    struct oauth_subject person = sample_person(id, "");

    return store_user_register(
        db, &person, STR("person@example.com"), "password", STR("own"), str_from_cstr(proof));
}

static int64_t people(void **state)
{
    return engine_number(state, "SELECT COUNT(*) FROM users WHERE email_verified = 1");
}

static void person_comes_with_the_proof_alone(void **state)
{
    add_proof(state, "one", "person@example.com");
    assert_result(enter(engine_db(state), "user", "two"), RESULT_CONFLICT);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM users"), 0);
    assert_ok(enter(engine_db(state), "user", "one"));
    assert_int_equal(people(state), 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM credentials"), 1);
    assert_result(enter(engine_db(state), "other", "one"), RESULT_CONFLICT);
    assert_int_equal(people(state), 1);
}

static void others_of_the_address_are_void(void **state)
{
    add_proof(state, "one", "person@example.com");
    add_proof(state, "two", "person@example.com");
    add_proof(state, "elsewhere", "other@example.com");
    assert_ok(enter(engine_db(state), "user", "one"));
    assert_result(enter(engine_db(state), "user", "two"), RESULT_CONFLICT);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM proofs WHERE used_at IS NULL"), 1);
}

static void add_holder(void **state, bool verified)
{
    struct oauth_subject person = sample_person("user", "");

    person.email_verified = verified;
    assert_ok(store_user_add(engine_db(state), &person, STR("person@example.com"), "password",
        STR("planted"), STR_NONE));
}

static void unverified_person_is_taken_over_and_signed_out(void **state)
{
    struct authn_session session = sample_session(engine_arena(state), "session");

    add_holder(state, false);
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));
    add_proof(state, "one", "person@example.com");
    assert_ok(enter(engine_db(state), "user", "one"));
    assert_int_equal(people(state), 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM sessions"), 0);
    assert_int_equal(
        engine_number(state, "SELECT COUNT(*) FROM credentials WHERE updated_at = 1000000"), 1);
}

static void verified_person_is_left_alone_and_the_proof_too(void **state)
{
    add_holder(state, true);
    add_proof(state, "one", "person@example.com");
    assert_result(enter(engine_db(state), "user", "one"), RESULT_CONFLICT);
    assert_result(enter(engine_db(state), "other", "one"), RESULT_CONFLICT);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM proofs WHERE used_at IS NULL"), 1);
    assert_int_equal(people(state), 1);
}

struct racing {
    struct db *nodes[2];
    result_t results[ENGINE_RACERS];
};

static void enter_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;

    racing->results[i] =
        enter(racing->nodes[i % 2], i % 2 ? "user" : "other", i % 3 ? "one" : "two");
}

static void of_many_at_once_one_person_comes(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};
    size_t entered = 0;

    add_proof(state, "one", "person@example.com");
    add_proof(state, "two", "person@example.com");
    engine_race(enter_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++)
        entered += result_ok(racing.results[i]);
    assert_int_equal(entered, 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM users"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(person_comes_with_the_proof_alone),
        cmocka_unit_test(others_of_the_address_are_void),
        cmocka_unit_test(unverified_person_is_taken_over_and_signed_out),
        cmocka_unit_test(verified_person_is_left_alone_and_the_proof_too),
        cmocka_unit_test(of_many_at_once_one_person_comes),
    };

    return ENGINE_RUN("registration", tests);
}
