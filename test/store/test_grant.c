#include "store/grant.h"

#include "store/samples.h"
#include "store/session.h"

enum { REFRESH_END = NOW + 50 };

/* A grant whose code was spent for a first refresh token at NOW. */
static void add_spent(void **state, const char *id)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), id);
    bool spent = false;

    sample_add_grant(state, &grant);
    assert_ok(
        store_grant_spend_code(engine_db(state), grant.code_digest, NOW, REFRESH_END, &spent));
    assert_true(spent);
}

static const struct oauth_grant *find(void **state, const char *id)
{
    const struct oauth_grant *grant = &(struct oauth_grant){0};

    assert_ok(store_grant_find(engine_db(state), engine_arena(state), str_from_cstr(id), &grant));
    return grant;
}

static bool spend(void **state, const char *code, int64_t now)
{
    bool spent = true;

    assert_ok(
        store_grant_spend_code(engine_db(state), str_from_cstr(code), now, REFRESH_END, &spent));
    return spent;
}

static bool rotate(void **state, const char *id, int64_t generation, int64_t now)
{
    bool rotated = true;

    assert_ok(store_grant_rotate(
        engine_db(state), str_from_cstr(id), generation, now, REFRESH_END, &rotated));
    return rotated;
}

static void unknown_grant_is_neither_found_nor_spent_nor_rotated(void **state)
{
    const struct oauth_grant *grant = &(struct oauth_grant){0};

    assert_null(find(state, "grant"));
    assert_ok(store_grant_find_by_code(engine_db(state), engine_arena(state), STR("code"), &grant));
    assert_null(grant);
    assert_false(spend(state, "code", NOW));
    assert_false(rotate(state, "grant", 0, NOW));
    assert_ok(store_grant_revoke(engine_db(state), STR("grant"), NOW));
    assert_null(find(state, "grant"));
}

static void grant_of_an_unknown_client_or_person_is_refused(void **state)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), "grant");
    bool added;

    sample_add_client(state, "client");
    assert_result(store_grant_add(engine_db(state), &grant, &added), RESULT_CONFLICT);
    sample_add_person(state, "user");
    grant.client_id = STR("nobody");
    assert_result(store_grant_add(engine_db(state), &grant, &added), RESULT_CONFLICT);
    assert_null(find(state, "grant"));
}

static void second_grant_with_one_code_or_id_is_refused(void **state)
{
    struct oauth_grant first = sample_grant(engine_arena(state), "first");
    struct oauth_grant second = sample_grant(engine_arena(state), "second");
    bool added;

    sample_add_both(state);
    sample_add_grant(state, &first);
    second.code_digest = first.code_digest;
    assert_result(store_grant_add(engine_db(state), &second, &added), RESULT_CONFLICT);
    assert_null(find(state, "second"));
    second.code_digest = STR("another");
    second.id = first.id;
    assert_result(store_grant_add(engine_db(state), &second, &added), RESULT_CONFLICT);
}

/* Grants that no code began (device and the like) do not stand in each other's way. */
static void grants_without_a_code_stand_beside_each_other(void **state)
{
    struct oauth_grant first = sample_grant(engine_arena(state), "first");
    struct oauth_grant second = sample_grant(engine_arena(state), "second");

    sample_add_both(state);
    first.code_digest = second.code_digest = STR_NONE;
    sample_add_grant(state, &first);
    sample_add_grant(state, &second);
    assert_false(str_present(find(state, "second")->code_digest));
}

static void everything_that_was_added_is_read(void **state)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), "grant");
    struct authn_session session = sample_session(engine_arena(state), "session");
    const struct oauth_grant *found;

    sample_add_both(state);
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));
    grant.session_id = session.id;
    grant.resource = STR("https://api.example.com");
    grant.subject = STR("pairwise name");
    grant.claims = STR("{\"userinfo\":{}}");
    grant.nonce = STR("n-0S6");
    grant.code_challenge = STR("challenge");
    grant.refresh_generation = 3;
    grant.refresh_rotated_at = NOW + 1;
    grant.refresh_expires_at = NOW + 2;
    grant.code_used_at = NOW + 3;
    grant.revoked_at = NOW + 4;
    sample_add_grant(state, &grant);
    assert_ok(
        store_grant_find_by_code(engine_db(state), engine_arena(state), STR("code grant"), &found));
    assert_non_null(found);
    assert_str(found->id, "grant");
    assert_str(found->client_id, "client");
    assert_str(found->user_id, "user");
    assert_str(found->subject, "pairwise name");
    assert_str(found->session_id, "session");
    assert_str(found->scope, "openid");
    assert_str(found->resource, "https://api.example.com");
    assert_str(found->claims, "{\"userinfo\":{}}");
    assert_str(found->nonce, "n-0S6");
    assert_int_equal(found->auth_time, NOW);
    assert_str(found->amr, "pwd");
    assert_str(found->acr, "1");
    assert_str(found->code_digest, "code grant");
    assert_int_equal(found->code_expires_at, NOW + 100);
    assert_int_equal(found->code_used_at, NOW + 3);
    assert_str(found->redirect_uri, "https://app.example.com/callback");
    assert_str(found->code_challenge, "challenge");
    assert_int_equal(found->refresh_generation, 3);
    assert_int_equal(found->refresh_rotated_at, NOW + 1);
    assert_int_equal(found->refresh_expires_at, NOW + 2);
    assert_int_equal(found->created_at, NOW);
    assert_int_equal(found->expires_at, NOW + 100);
    assert_int_equal(found->revoked_at, NOW + 4);
}

static void what_a_grant_does_not_have_stays_absent(void **state)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), "grant");

    sample_add_both(state);
    grant.session_id = STR_NONE;
    sample_add_grant(state, &grant);
    const struct oauth_grant *found = find(state, "grant");
    assert_false(str_present(found->session_id) || str_present(found->nonce));
    assert_false(str_present(found->claims));
    assert_str(found->subject, "user");
    assert_false(str_present(found->code_challenge));
    assert_str(found->resource, "");
    assert_int_equal(found->code_used_at, 0);
    assert_int_equal(found->revoked_at, 0);
}

static void code_is_refused_on_second_use(void **state)
{
    sample_add_both(state);
    add_spent(state, "grant");
    assert_false(spend(state, "code grant", NOW + 1));
    assert_int_equal(find(state, "grant")->code_used_at, NOW);
    assert_int_equal(find(state, "grant")->refresh_generation, 1);
}

static void code_is_refused_once_it_has_expired_or_its_grant_has(void **state)
{
    struct oauth_grant code_over = sample_grant(engine_arena(state), "code-over");
    struct oauth_grant grant_over = sample_grant(engine_arena(state), "grant-over");

    sample_add_both(state);
    code_over.code_expires_at = NOW + 10;
    grant_over.expires_at = NOW + 10;
    sample_add_grant(state, &code_over);
    sample_add_grant(state, &grant_over);
    assert_false(spend(state, "code code-over", NOW + 10));
    assert_false(spend(state, "code grant-over", NOW + 10));
    assert_int_equal(find(state, "code-over")->code_used_at, 0);
    assert_true(spend(state, "code code-over", NOW + 9));
    assert_true(spend(state, "code grant-over", NOW + 9));
}

static void code_of_a_revoked_grant_is_refused(void **state)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), "grant");

    sample_add_both(state);
    sample_add_grant(state, &grant);
    assert_ok(store_grant_revoke(engine_db(state), STR("grant"), NOW));
    assert_false(spend(state, "code grant", NOW + 1));
    assert_int_equal(find(state, "grant")->code_used_at, 0);
}

static void code_without_refresh_begins_no_family(void **state)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), "grant");
    bool spent = false;

    sample_add_both(state);
    sample_add_grant(state, &grant);
    assert_ok(store_grant_spend_code(engine_db(state), grant.code_digest, NOW, 0, &spent));
    assert_true(spent);
    assert_int_equal(find(state, "grant")->refresh_generation, 0);
    assert_int_equal(find(state, "grant")->refresh_rotated_at, 0);
    assert_int_equal(find(state, "grant")->refresh_expires_at, 0);
    assert_false(rotate(state, "grant", 0, NOW));
}

static void rotation_goes_on_from_the_living_generation_only(void **state)
{
    sample_add_both(state);
    add_spent(state, "grant");
    assert_false(rotate(state, "grant", 0, NOW + 1));
    assert_false(rotate(state, "grant", 2, NOW + 1));
    assert_true(rotate(state, "grant", 1, NOW + 1));
    assert_false(rotate(state, "grant", 1, NOW + 2));
    assert_int_equal(find(state, "grant")->refresh_generation, 2);
    assert_int_equal(find(state, "grant")->refresh_rotated_at, NOW + 1);
    assert_true(rotate(state, "grant", 2, NOW + 2));
}

static void refresh_token_that_has_expired_does_not_rotate(void **state)
{
    sample_add_both(state);
    add_spent(state, "grant");
    assert_false(rotate(state, "grant", 1, REFRESH_END));
    assert_true(rotate(state, "grant", 1, REFRESH_END - 1));
}

static void grant_that_is_over_does_not_rotate(void **state)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), "grant");
    bool rotated;

    sample_add_both(state);
    grant.refresh_generation = 1;
    grant.refresh_expires_at = NOW + 1000;
    sample_add_grant(state, &grant);
    assert_false(rotate(state, "grant", 1, NOW + 100));
    assert_ok(
        store_grant_rotate(engine_db(state), STR("grant"), 1, NOW + 99, NOW + 1000, &rotated));
    assert_true(rotated);
}

static void revoked_grant_does_not_rotate(void **state)
{
    sample_add_both(state);
    add_spent(state, "grant");
    add_spent(state, "other");
    assert_ok(store_grant_revoke(engine_db(state), STR("grant"), NOW + 1));
    assert_false(rotate(state, "grant", 1, NOW + 1));
    assert_true(rotate(state, "other", 1, NOW + 1));
}

static void second_revocation_leaves_the_time_of_the_first(void **state)
{
    sample_add_both(state);
    add_spent(state, "grant");
    assert_ok(store_grant_revoke(engine_db(state), STR("grant"), NOW + 1));
    assert_ok(store_grant_revoke(engine_db(state), STR("grant"), NOW + 2));
    assert_int_equal(find(state, "grant")->revoked_at, NOW + 1);
}

enum act { SPEND, ROTATE, ROTATE_OR_REVOKE };

struct racing {
    struct db *nodes[2];
    enum act act;
    bool won[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void act(void *arg, size_t i)
{
    struct racing *racing = arg;
    struct db *db = racing->nodes[i % 2];
    bool *won = &racing->won[i];

    if (racing->act == SPEND)
        racing->results[i] = store_grant_spend_code(db, STR("code grant"), NOW, REFRESH_END, won);
    else if (racing->act == ROTATE || i % 4 != 0)
        racing->results[i] = store_grant_rotate(db, STR("grant"), 1, NOW, REFRESH_END, won);
    else
        racing->results[i] = store_grant_revoke(db, STR("grant"), NOW);
}

static size_t race(void **state, enum act what)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}, .act = what};
    size_t won = 0;

    engine_race(act, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        won += racing.won[i];
    }
    return won;
}

static void of_many_who_spend_one_code_one_wins(void **state)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), "grant");

    sample_add_both(state);
    sample_add_grant(state, &grant);
    assert_int_equal(race(state, SPEND), 1);
    assert_int_equal(race(state, SPEND), 0);
    assert_int_equal(find(state, "grant")->refresh_generation, 1);
}

static void of_many_who_rotate_one_token_one_wins(void **state)
{
    sample_add_both(state);
    add_spent(state, "grant");
    assert_int_equal(race(state, ROTATE), 1);
    assert_int_equal(race(state, ROTATE), 0);
    assert_int_equal(find(state, "grant")->refresh_generation, 2);
}

static void revocation_amid_rotations_holds(void **state)
{
    sample_add_both(state);
    add_spent(state, "grant");
    assert_true(race(state, ROTATE_OR_REVOKE) <= 1);
    assert_int_equal(find(state, "grant")->revoked_at, NOW);
    assert_false(rotate(state, "grant", 1, NOW));
    assert_false(rotate(state, "grant", 2, NOW));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_grant_is_neither_found_nor_spent_nor_rotated),
        cmocka_unit_test(grant_of_an_unknown_client_or_person_is_refused),
        cmocka_unit_test(second_grant_with_one_code_or_id_is_refused),
        cmocka_unit_test(grants_without_a_code_stand_beside_each_other),
        cmocka_unit_test(everything_that_was_added_is_read),
        cmocka_unit_test(what_a_grant_does_not_have_stays_absent),
        cmocka_unit_test(code_is_refused_on_second_use),
        cmocka_unit_test(code_is_refused_once_it_has_expired_or_its_grant_has),
        cmocka_unit_test(code_of_a_revoked_grant_is_refused),
        cmocka_unit_test(code_without_refresh_begins_no_family),
        cmocka_unit_test(rotation_goes_on_from_the_living_generation_only),
        cmocka_unit_test(refresh_token_that_has_expired_does_not_rotate),
        cmocka_unit_test(grant_that_is_over_does_not_rotate),
        cmocka_unit_test(revoked_grant_does_not_rotate),
        cmocka_unit_test(second_revocation_leaves_the_time_of_the_first),
        cmocka_unit_test(of_many_who_spend_one_code_one_wins),
        cmocka_unit_test(of_many_who_rotate_one_token_one_wins),
        cmocka_unit_test(revocation_amid_rotations_holds),
    };

    return ENGINE_RUN("grant", tests);
}
