#include "store/token.h"

#include "store/grant.h"
#include "store/samples.h"
#include "store/user.h"

static struct oauth_access_record sample_token(const char *digest)
{
    return (struct oauth_access_record){
        .digest = str_from_cstr(digest),
        .client_id = STR("client"),
        .grant_id = STR("grant"),
        .subject = STR("user"),
        .scope = STR("openid email"),
        .audience = STR("https://api.example.com"),
        .auth_time = NOW - 1,
        .issued_at = NOW,
        .expires_at = NOW + 100,
    };
}

static const struct oauth_access_record *find(void **state, const char *digest)
{
    const struct oauth_access_record *token = &(struct oauth_access_record){0};

    assert_ok(
        store_access_find(engine_db(state), engine_arena(state), str_from_cstr(digest), &token));
    return token;
}

static struct oauth_standing standing(
    void **state, const char *grant_id, const char *jti, int64_t now)
{
    struct oauth_standing found = {0};

    assert_ok(store_token_standing(engine_db(state), engine_arena(state), str_from_cstr(grant_id),
        str_from_cstr(jti), now, &found));
    return found;
}

static void unknown_token_is_not_found(void **state)
{
    assert_null(find(state, "digest"));
    assert_ok(store_access_remove(engine_db(state), STR("digest")));
    assert_null(find(state, "digest"));
}

static void token_of_an_unknown_client_is_refused(void **state)
{
    struct oauth_access_record token = sample_token("digest");

    assert_result(store_access_add(engine_db(state), &token), RESULT_CONFLICT);
    assert_null(find(state, "digest"));
}

static void second_token_of_one_digest_is_refused_and_the_first_stays(void **state)
{
    struct oauth_access_record first = sample_token("digest"), second = sample_token("digest");

    sample_add_client(state, "client");
    second.subject = STR("another");
    assert_ok(store_access_add(engine_db(state), &first));
    assert_result(store_access_add(engine_db(state), &second), RESULT_CONFLICT);
    assert_str(find(state, "digest")->subject, "user");
}

static void removed_token_is_gone_and_alone(void **state)
{
    struct oauth_access_record first = sample_token("first"), second = sample_token("second");

    sample_add_client(state, "client");
    assert_ok(store_access_add(engine_db(state), &first));
    assert_ok(store_access_add(engine_db(state), &second));
    assert_ok(store_access_remove(engine_db(state), STR("first")));
    assert_null(find(state, "first"));
    assert_non_null(find(state, "second"));
}

static void everything_that_was_added_is_read(void **state)
{
    struct oauth_access_record token = sample_token("digest");

    sample_add_client(state, "client");
    assert_ok(store_access_add(engine_db(state), &token));
    const struct oauth_access_record *found = find(state, "digest");
    assert_str(found->digest, "digest");
    assert_str(found->client_id, "client");
    assert_str(found->grant_id, "grant");
    assert_str(found->subject, "user");
    assert_str(found->scope, "openid email");
    assert_str(found->audience, "https://api.example.com");
    assert_int_equal(found->auth_time, NOW - 1);
    assert_int_equal(found->issued_at, NOW);
    assert_int_equal(found->expires_at, NOW + 100);
}

static void token_without_a_grant_has_none(void **state)
{
    struct oauth_access_record token = sample_token("digest");

    sample_add_client(state, "client");
    token.grant_id = STR_NONE;
    assert_ok(store_access_add(engine_db(state), &token));
    assert_false(str_present(find(state, "digest")->grant_id));
}

static void token_of_an_unknown_grant_does_not_stand(void **state)
{
    assert_false(standing(state, "nobody", NULL, NOW).grant_alive);
    assert_false(standing(state, "", NULL, NOW).grant_alive);
}

static void token_stands_while_its_grant_does(void **state)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), "grant");

    sample_add_both(state);
    grant.claims = STR("{\"userinfo\":{}}");
    sample_add_grant(state, &grant);
    assert_true(standing(state, "grant", NULL, NOW + 99).grant_alive);
    assert_str(standing(state, "grant", NULL, NOW).claims, "{\"userinfo\":{}}");
    assert_str(standing(state, "grant", NULL, NOW + 99).user_id, "user");
    assert_false(standing(state, "grant", NULL, NOW + 100).grant_alive);
    assert_ok(store_grant_revoke(engine_db(state), STR("grant"), NOW));
    assert_false(standing(state, "grant", NULL, NOW).grant_alive);
    assert_false(str_present(standing(state, "grant", NULL, NOW).user_id));
}

static void token_of_a_disabled_or_deleted_person_does_not_stand(void **state)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), "grant");
    bool last;

    sample_add_both(state);
    sample_add_grant(state, &grant);
    assert_ok(db_write(engine_db(state), engine_arena(state),
        "UPDATE users SET enabled = 0 WHERE id = 'user'", DB_NO_ARGS, NULL));
    assert_false(standing(state, "grant", NULL, NOW).grant_alive);
    assert_ok(store_user_delete(engine_db(state), STR("user"), NOW, &last));
    assert_false(standing(state, "grant", NULL, NOW).grant_alive);
}

static void machine_token_stands_until_its_id_is_revoked(void **state)
{
    assert_true(standing(state, NULL, "jti", NOW).grant_alive);
    assert_false(standing(state, NULL, "jti", NOW).token_revoked);
    assert_ok(store_token_revoke(engine_db(state), STR("jti"), NOW + 100));
    assert_ok(store_token_revoke(engine_db(state), STR("jti"), NOW + 200));
    assert_true(standing(state, NULL, "jti", NOW).token_revoked);
    assert_false(standing(state, NULL, "JTI", NOW).token_revoked);
    assert_false(standing(state, NULL, NULL, NOW).token_revoked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_token_is_not_found),
        cmocka_unit_test(token_of_an_unknown_client_is_refused),
        cmocka_unit_test(second_token_of_one_digest_is_refused_and_the_first_stays),
        cmocka_unit_test(removed_token_is_gone_and_alone),
        cmocka_unit_test(everything_that_was_added_is_read),
        cmocka_unit_test(token_without_a_grant_has_none),
        cmocka_unit_test(token_of_an_unknown_grant_does_not_stand),
        cmocka_unit_test(token_stands_while_its_grant_does),
        cmocka_unit_test(token_of_a_disabled_or_deleted_person_does_not_stand),
        cmocka_unit_test(machine_token_stands_until_its_id_is_revoked),
    };

    return ENGINE_RUN("token", tests);
}
