#include "store/proof.h"

#include "store/person.h"
#include "store/samples.h"
#include "store/user.h"

#include "notify/ports.h"

static const str_t VERIFY = STR_INIT("verify_email");

static struct notify_message letter(void **state, const char *id)
{
    return (struct notify_message){
        .message_id = arena_printf(engine_arena(state), "letter %s", id),
        .kind = STR(NOTIFY_MAIL),
        .recipient = STR("Person@Example.com"),
        .template = VERIFY,
        .lang = STR("en"),
        .sealed = STR("sealed"),
        .created_at = NOW,
        .expires_at = NOW + 100,
    };
}

static struct account_proof sample_proof(void **state, const char *id, const char *series)
{
    return (struct account_proof){
        .id = str_from_cstr(id),
        .purpose = VERIFY,
        .target = STR("person@example.com"),
        .series = str_from_cstr(series),
        .payload = STR("pay\0load"),
        .link_digest = arena_printf(engine_arena(state), "link %s", id),
        .code_digest = arena_printf(engine_arena(state), "code %s", id),
        .tries_left = 5,
        .ends_with = ACCOUNT_PROOF_ENDS_WITH_ADDRESS,
        .created_at = NOW,
        .expires_at = NOW + 100,
    };
}

static void add(void **state, const struct account_proof *proof)
{
    struct notify_message message = letter(state, arena_cstr(engine_arena(state), proof->id));

    assert_ok(store_proof_add(engine_db(state), &(struct account_new_proof){*proof, &message}));
}

static void add_sample(void **state, const char *id, const char *series)
{
    struct account_proof proof = sample_proof(state, id, series);

    add(state, &proof);
}

static const struct account_proof *find(void **state, const char *id, int64_t now)
{
    const struct account_proof *proof;

    assert_ok(store_proof_find(
        engine_db(state), engine_arena(state), VERIFY, str_from_cstr(id), now, &proof));
    return proof;
}

static const struct account_proof *by_link(void **state, str_t purpose, const char *digest)
{
    const struct account_proof *proof;

    assert_ok(store_proof_find_by_link(
        engine_db(state), engine_arena(state), purpose, str_from_cstr(digest), NOW, &proof));
    return proof;
}

static const struct account_proof *try_once(void **state, const char *id, int64_t now)
{
    const struct account_proof *proof;

    assert_ok(store_proof_try(
        engine_db(state), engine_arena(state), VERIFY, str_from_cstr(id), now, &proof));
    return proof;
}

struct spending {
    str_t purpose;
    str_t id;
    int64_t now;
    bool fails_behind;
};

static result_t spend_in(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct spending *self = arg;

    TRY(store_proof_spend(tx, arena, self->purpose, self->id, self->now));
    return self->fails_behind ? result_fail(RESULT_FAILED, "the effect") : OK;
}

static result_t spend(void **state, str_t purpose, const char *id, int64_t now)
{
    struct spending spending = {purpose, str_from_cstr(id), now, false};

    return db_transact(engine_db(state), engine_arena(state), spend_in, &spending);
}

static void unknown_and_foreign_ones_are_neither_found_nor_spent(void **state)
{
    add_sample(state, "one", "s");
    assert_null(find(state, "two", NOW));
    assert_null(by_link(state, VERIFY, "link two"));
    assert_null(by_link(state, STR("reset_password"), "link one"));
    assert_null(try_once(state, "two", NOW));
    assert_result(spend(state, VERIFY, "two", NOW), RESULT_CONFLICT);
    assert_result(spend(state, STR("reset_password"), "one", NOW), RESULT_CONFLICT);
    assert_non_null(find(state, "one", NOW));
}

static void proof_is_over_at_its_end(void **state)
{
    add_sample(state, "one", "s");
    assert_non_null(find(state, "one", NOW + 99));
    assert_null(find(state, "one", NOW + 100));
    assert_null(try_once(state, "one", NOW + 100));
    assert_result(spend(state, VERIFY, "one", NOW + 100), RESULT_CONFLICT);
    assert_ok(spend(state, VERIFY, "one", NOW + 99));
}

static void spent_proof_is_gone_with_its_payload(void **state)
{
    add_sample(state, "one", "s");
    assert_ok(spend(state, VERIFY, "one", NOW));
    assert_result(spend(state, VERIFY, "one", NOW), RESULT_CONFLICT);
    assert_null(find(state, "one", NOW));
    assert_null(by_link(state, VERIFY, "link one"));
    assert_null(try_once(state, "one", NOW));
    assert_int_equal(
        engine_number(state, "SELECT COUNT(*) FROM proofs WHERE payload IS NOT NULL"), 0);
}

static void failed_effect_leaves_the_proof(void **state)
{
    struct spending spending = {VERIFY, STR("one"), NOW, true};

    add_sample(state, "one", "s");
    assert_result(
        db_transact(engine_db(state), engine_arena(state), spend_in, &spending), RESULT_FAILED);
    assert_non_null(find(state, "one", NOW));
}

static void newer_one_stands_in_place_of_the_one_before(void **state)
{
    add_sample(state, "one", "s");
    add_sample(state, "other", "t");
    add_sample(state, "two", "s");
    assert_null(find(state, "one", NOW));
    assert_null(by_link(state, VERIFY, "link one"));
    assert_result(spend(state, VERIFY, "one", NOW), RESULT_CONFLICT);
    assert_non_null(find(state, "two", NOW));
    assert_non_null(find(state, "other", NOW));
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM proofs"), 2);
}

static void newer_one_of_a_spent_series_lives(void **state)
{
    add_sample(state, "one", "s");
    assert_ok(spend(state, VERIFY, "one", NOW));
    add_sample(state, "two", "s");
    assert_non_null(find(state, "two", NOW));
}

static void tries_end(void **state)
{
    add_sample(state, "one", "s");
    for (int64_t left = 4; left >= 0; left--)
        assert_int_equal(try_once(state, "one", NOW)->tries_left, left);
    assert_null(try_once(state, "one", NOW));
    assert_non_null(by_link(state, VERIFY, "link one"));
}

static void letter_is_kept_only_with_its_proof(void **state)
{
    struct account_proof again = sample_proof(state, "two", "t");
    struct notify_message message = letter(state, "two");

    add_sample(state, "one", "s");
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM outbox_messages"), 1);
    again.link_digest = STR("link one"); /* of another series: refused */
    assert_result(store_proof_add(engine_db(state), &(struct account_new_proof){again, &message}),
        RESULT_CONFLICT);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM outbox_messages"), 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM proofs"), 1);
}

static void proof_without_link_or_payload_comes_back_as_it_was(void **state)
{
    struct account_proof proof = sample_proof(state, "one", "s");

    proof.link_digest = proof.payload = STR_NONE;
    add(state, &proof);
    const struct account_proof *found = find(state, "one", NOW);
    assert_false(str_present(found->link_digest));
    assert_false(str_present(found->payload));
    assert_false(str_present(found->user_id));
    assert_str(found->target, "person@example.com");
    assert_int_equal(found->ends_with, ACCOUNT_PROOF_ENDS_WITH_ADDRESS);
    assert_int_equal(found->created_at, NOW);
    assert_int_equal(found->expires_at, NOW + 100);
}

static void payload_may_be_any_bytes(void **state)
{
    add_sample(state, "one", "s");
    assert_true(str_eq(find(state, "one", NOW)->payload, STR("pay\0load")));
}

static void add_of_person(void **state, const char *id, unsigned ends_with)
{
    struct account_proof proof = sample_proof(state, id, id);

    proof.user_id = STR("user");
    proof.ends_with = ends_with;
    add(state, &proof);
}

static void another_address_voids_what_went_to_the_one_before(void **state)
{
    struct oauth_subject person = sample_person("user", "");
    bool last_owner;

    sample_add_person(state, "user");
    add_of_person(
        state, "bound", ACCOUNT_PROOF_ENDS_WITH_ADDRESS | ACCOUNT_PROOF_ENDS_WITH_SIGN_IN);
    add_of_person(state, "free", ACCOUNT_PROOF_ENDS_WITH_SIGN_IN);
    add_sample(state, "nobody's", "s");
    assert_ok(store_user_update(engine_db(state), &person, STR("user"), NOW, &last_owner));
    assert_non_null(find(state, "bound", NOW));
    assert_ok(store_user_update(engine_db(state), &person, STR("other"), NOW, &last_owner));
    assert_null(find(state, "bound", NOW));
    assert_non_null(find(state, "free", NOW));
    assert_non_null(find(state, "nobody's", NOW));
}

static void proofs_go_with_their_person(void **state)
{
    bool last_owner;

    sample_add_person(state, "user");
    add_of_person(state, "one", 0);
    assert_ok(store_user_delete(engine_db(state), STR("user"), NOW, &last_owner));
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM proofs"), 0);
}

struct racing {
    struct db *nodes[2];
    const struct account_proof *tried[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
    arena_t *arenas[ENGINE_RACERS];
};

static void spend_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;
    struct spending spending = {VERIFY, STR("one"), NOW, false};

    racing->results[i] = db_transact(racing->nodes[i % 2], racing->arenas[i], spend_in, &spending);
}

static void try_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;

    racing->results[i] = store_proof_try(
        racing->nodes[i % 2], racing->arenas[i], VERIFY, STR("one"), NOW, &racing->tried[i]);
}

static void race(void **state, engine_racer_fn *fn, struct racing *racing)
{
    *racing = (struct racing){.nodes = {engine_db(state), engine_other_db(state)}};
    for (size_t i = 0; i < ENGINE_RACERS; i++)
        racing->arenas[i] = arena_new(1u << 20);
    engine_race(fn, racing);
}

static void end_race(struct racing *racing)
{
    for (size_t i = 0; i < ENGINE_RACERS; i++)
        arena_free(&racing->arenas[i]);
}

static void of_many_at_once_one_spends(void **state)
{
    struct racing racing;
    size_t spent = 0;

    add_sample(state, "one", "s");
    race(state, spend_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        if (!result_ok(racing.results[i]))
            assert_result(racing.results[i], RESULT_CONFLICT);
        spent += result_ok(racing.results[i]);
    }
    end_race(&racing);
    assert_int_equal(spent, 1);
}

static void of_many_at_once_five_try(void **state)
{
    struct racing racing;
    size_t tried = 0;

    add_sample(state, "one", "s");
    race(state, try_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        tried += racing.tried[i] != NULL;
    }
    end_race(&racing);
    assert_int_equal(tried, 5);
}

static result_t reset(void **state, const struct account_proof *proof)
{
    struct notify_message notice = letter(state, "notice");
    struct account_credential_reset change = {
        .proof = proof, .scheme = "password", .credential = STR("new"), .notice = &notice};

    return store_credential_reset(engine_db(state), &change, NOW);
}

static str_t credential(void **state)
{
    str_t sealed;

    assert_ok(store_credential_load(
        engine_db(state), engine_arena(state), STR("user"), "password", &sealed));
    return sealed;
}

static void reset_without_a_living_proof_or_its_person_changes_nothing(void **state)
{
    struct account_proof proof = sample_proof(state, "proof", "series");
    int64_t letters;

    sample_add_both(state);
    proof.user_id = STR("user");
    proof.target = STR("another@example.com");
    add(state, &proof);
    letters = engine_number(state, "SELECT COUNT(*) FROM outbox_messages");
    assert_result(reset(state, &proof), RESULT_CONFLICT);
    proof.id = STR("unknown");
    assert_result(reset(state, &proof), RESULT_CONFLICT);
    assert_false(str_eq(credential(state), STR("new")));
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM outbox_messages"), letters);
    assert_non_null(find(state, "proof", NOW));
}

static void reset_spends_the_proof_once(void **state)
{
    struct account_proof proof = sample_proof(state, "proof", "series");

    sample_add_both(state);
    proof.user_id = STR("user");
    proof.target = STR("user");
    add(state, &proof);
    assert_ok(reset(state, &proof));
    assert_str(credential(state), "new");
    assert_int_equal(
        engine_number(state, "SELECT COUNT(*) FROM users WHERE email_verified = 1"), 1);
    assert_null(find(state, "proof", NOW));
    assert_result(reset(state, &proof), RESULT_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reset_without_a_living_proof_or_its_person_changes_nothing),
        cmocka_unit_test(reset_spends_the_proof_once),
        cmocka_unit_test(unknown_and_foreign_ones_are_neither_found_nor_spent),
        cmocka_unit_test(proof_is_over_at_its_end),
        cmocka_unit_test(spent_proof_is_gone_with_its_payload),
        cmocka_unit_test(failed_effect_leaves_the_proof),
        cmocka_unit_test(newer_one_stands_in_place_of_the_one_before),
        cmocka_unit_test(newer_one_of_a_spent_series_lives),
        cmocka_unit_test(tries_end),
        cmocka_unit_test(letter_is_kept_only_with_its_proof),
        cmocka_unit_test(proof_without_link_or_payload_comes_back_as_it_was),
        cmocka_unit_test(payload_may_be_any_bytes),
        cmocka_unit_test(another_address_voids_what_went_to_the_one_before),
        cmocka_unit_test(proofs_go_with_their_person),
        cmocka_unit_test(of_many_at_once_one_spends),
        cmocka_unit_test(of_many_at_once_five_try),
    };

    return ENGINE_RUN("proof", tests);
}
