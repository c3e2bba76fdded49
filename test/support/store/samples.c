#include "store/samples.h"

#include "store/client.h"
#include "store/grant.h"
#include "store/user.h"

struct oauth_client_record sample_client(const char *id)
{
    return (struct oauth_client_record){
        .client_id = str_from_cstr(id),
        .type = STR("web"),
        .secret_digest = STR("digest"),
        .metadata = STR("{\"client_name\":\"An application\"}"),
        .enabled = true,
        .created_at = NOW,
        .updated_at = NOW,
    };
}

struct oauth_subject sample_person(const char *id, const char *roles)
{
    return (struct oauth_subject){
        .id = str_from_cstr(id),
        .email = STR("Person@Example.com"),
        .given_name = STR("Ada"),
        .family_name = STR("Lovelace"),
        .roles = str_from_cstr(roles),
        .groups = STR(""),
        .enabled = true,
        .created_at = NOW,
        .updated_at = NOW,
    };
}

struct oauth_grant sample_grant(arena_t *arena, const char *id)
{
    return (struct oauth_grant){
        .id = str_from_cstr(id),
        .client_id = STR("client"),
        .user_id = STR("user"),
        .scope = STR("openid"),
        .auth_time = NOW,
        .amr = STR("pwd"),
        .acr = STR("1"),
        .code_digest = arena_printf(arena, "code %s", id),
        .code_expires_at = NOW + 100,
        .redirect_uri = STR("https://app.example.com/callback"),
        .created_at = NOW,
        .expires_at = NOW + 100,
    };
}

struct authn_session sample_session(arena_t *arena, const char *id)
{
    return (struct authn_session){
        .id = str_from_cstr(id),
        .token_digest = arena_printf(arena, "token %s", id),
        .user_id = STR("user"),
        .auth_time = NOW,
        .amr = STR("pwd"),
        .acr = STR("1"),
        .address = STR("192.0.2.1"),
        .user_agent = STR("Browser"),
        .created_at = NOW,
        .seen_at = NOW,
        .expires_at = NOW + 100,
    };
}

void sample_add_client(void **state, const char *id)
{
    struct oauth_client_record client = sample_client(id);

    assert_ok(store_client_add(engine_db(state), &client));
}

void sample_add_person(void **state, const char *id)
{
    struct oauth_subject person = sample_person(id, "");

    assert_ok(
        store_user_add(engine_db(state), &person, person.id, "password", STR("sealed"), STR_NONE));
}

void sample_add_grant(void **state, const struct oauth_grant *grant)
{
    bool added = false;

    assert_ok(store_grant_add(engine_db(state), grant, &added));
    assert_true(added);
}

void sample_add_both(void **state)
{
    sample_add_client(state, "client");
    sample_add_person(state, "user");
}
