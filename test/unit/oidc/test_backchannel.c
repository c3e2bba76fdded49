#include "oidc/logout/backchannel.h"

#include "base/form.h"
#include "base/json_read.h"
#include "oauth/subject_identifier.h"

#include "support/unit.h"

enum { NOW = 1700000000 };

/* The outside: one client, a signer that signs nothing, and a relying party's answer. */
struct world {
    arena_t *arena;
    const char *metadata; /* of the client "shop"; NULL: it is gone */
    struct oauth_fetched answer;
    result_t signed_;
    int posts;
    str_t url;
    str_t form;
    struct oauth_settings settings;
    struct oauth_store store;
    struct oauth_signer signer;
    struct oauth_fetcher fetcher;
    struct oauth_context ctx;
};

static result_t client_find(
    void *self, arena_t *arena, str_t client_id, const struct oauth_client_record **client_out)
{
    struct world *world = self;
    struct oauth_client_record *record = ARENA_NEW(arena, struct oauth_client_record);

    assert_str(client_id, "shop");
    *record = (struct oauth_client_record){.client_id = client_id,
        .type = STR("web"),
        .metadata = str_from_cstr(world->metadata),
        .enabled = true};
    *client_out = world->metadata != NULL ? record : NULL;
    return OK;
}

static result_t sign(
    void *self, arena_t *arena, const char *alg, const char *typ, str_t claims, str_t *token_out)
{
    struct world *world = self;

    *token_out = arena_printf(arena, "%s %s %.*s", alg, typ, STR_ARG(claims));
    return world->signed_;
}

static result_t post(
    void *self, arena_t *arena, str_t url, str_t form, struct oauth_fetched *fetched_out)
{
    struct world *world = self;
    (void)arena;

    world->posts++;
    world->url = url;
    world->form = form;
    *fetched_out = world->answer;
    return OK;
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);

    world->arena = arena_new(1 << 20);
    world->metadata = "{\"backchannel_logout_uri\":\"https://shop.example/bye\","
                      "\"id_token_signed_response_alg\":\"ES256\"}";
    world->answer = (struct oauth_fetched){.status = 200};
    world->signed_ = OK;
    world->settings.issuer = STR("https://id.example");
    world->store = (struct oauth_store){.self = world, .client_find = client_find};
    world->signer = (struct oauth_signer){.self = world, .sign = sign};
    world->fetcher = (struct oauth_fetcher){.self = world, .post = post};
    world->ctx = (struct oauth_context){.arena = world->arena,
        .settings = &world->settings,
        .store = &world->store,
        .signer = &world->signer,
        .fetcher = &world->fetcher,
        .now = NOW};
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;

    arena_free(&world->arena);
    free(world);
    return 0;
}

static struct backchannel_answer tell(struct world *world, str_t session_id)
{
    const struct backchannel_logout logout = {
        STR("shop"), STR("ada"), session_id, STR("logout.home.shop.1")};
    struct backchannel_answer answer;

    assert_ok(backchannel_logout_tell(&world->ctx, &logout, &answer));
    return answer;
}

/* "ALG TYP CLAIMS" that was posted; the claims, own. */
static json_t *posted(struct world *world, const char *header)
{
    struct form form;

    assert_int_equal(form_parse(world->arena, world->form, &form), FORM_OK);
    assert_int_equal(form.n, 1);
    str_t token = form_get(&form, "logout_token");
    assert_true(str_starts_with(token, str_from_cstr(header)));
    return json_read_object(str_from(token, strlen(header)), 4096);
}

static void client_that_is_gone_or_deaf_is_not_asked(void **state)
{
    struct world *world = *state;

    world->metadata = NULL;
    assert_int_equal(tell(world, STR("home")).outcome, BACKCHANNEL_NOBODY);
    world->metadata = "{}";
    assert_int_equal(tell(world, STR("home")).outcome, BACKCHANNEL_NOBODY);
    assert_int_equal(world->posts, 0);
}

static void token_that_cannot_be_signed_is_not_sent(void **state)
{
    struct world *world = *state;
    const struct backchannel_logout logout = {STR("shop"), STR("ada"), STR("home"), STR("1")};
    struct backchannel_answer answer;

    world->signed_ = result_fail(RESULT_FAILED, "no key");
    assert_result(backchannel_logout_tell(&world->ctx, &logout, &answer), RESULT_FAILED);
    assert_int_equal(world->posts, 0);
}

static void answer_that_is_a_refusal_is_final_and_trouble_is_not(void **state)
{
    static const struct {
        int status;
        enum backchannel_outcome outcome;
    } cases[] = {
        {200, BACKCHANNEL_DONE},
        {204, BACKCHANNEL_DONE},
        {202, BACKCHANNEL_DONE},
        {400, BACKCHANNEL_REFUSED},
        {401, BACKCHANNEL_REFUSED},
        {404, BACKCHANNEL_REFUSED},
        {301, BACKCHANNEL_REFUSED},
        {307, BACKCHANNEL_REFUSED},
        {199, BACKCHANNEL_REFUSED},
        {408, BACKCHANNEL_FAILED},
        {425, BACKCHANNEL_FAILED},
        {429, BACKCHANNEL_FAILED},
        {500, BACKCHANNEL_FAILED},
        {503, BACKCHANNEL_FAILED},
        {504, BACKCHANNEL_FAILED},
    };
    struct world *world = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world->answer.status = cases[i].status;
        if (tell(world, STR("home")).outcome != cases[i].outcome)
            fail_msg("status %d", cases[i].status);
    }
    world->answer = (struct oauth_fetched){.failure = "it took too long"};
    struct backchannel_answer answer = tell(world, STR("home"));
    assert_int_equal(answer.outcome, BACKCHANNEL_FAILED);
    assert_str(answer.why, "it took too long");
}

static void what_the_relying_party_says_is_for_the_operator(void **state)
{
    static const char *const bodies[][2] = {
        {"{\"error\":\"invalid_request\",\"error_description\":\"iat\"}",
            "status 400: invalid_request, iat"},
        {"{\"error\":\"invalid_request\"}", "status 400: invalid_request"},
        {"{\"error\":5}", "status 400"}, {"<html>", "status 400"}, {"", "status 400"},
        {"[1]", "status 400"}};
    struct world *world = *state;

    world->answer.status = 400;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        world->answer.body = str_from_cstr(bodies[i][0]);
        assert_str(tell(world, STR("home")).why, bodies[i][1]);
    }
    world->answer.body = STR_NONE;
    assert_str(tell(world, STR("home")).why, "status 400");
}

static void token_says_what_the_specification_demands_and_nothing_else(void **state)
{
    struct world *world = *state;

    assert_int_equal(tell(world, STR("home")).outcome, BACKCHANNEL_DONE);
    assert_str(world->url, "https://shop.example/bye");
    json_auto_t *claims = posted(world, "ES256 logout+jwt ");
    assert_int_equal(json_object_size(claims), 8);
    assert_str(json_read_str(claims, "iss"), "https://id.example");
    assert_str(json_read_str(claims, "sub"), "ada");
    assert_str(json_read_str(claims, "aud"), "shop");
    assert_str(json_read_str(claims, "sid"), "home");
    assert_str(json_read_str(claims, "jti"), "logout.home.shop.1");
    int64_t iat = 0, exp = 0;
    assert_true(json_read_int(claims, "iat", &iat) && json_read_int(claims, "exp", &exp));
    assert_int_equal(iat, NOW);
    assert_int_equal(exp, NOW + 120);
    const json_t *event = json_object_get(
        json_object_get(claims, "events"), "http://schemas.openid.net/event/backchannel-logout");
    assert_true(json_is_object(event) && json_object_size(event) == 0);
}

static void token_without_a_session_is_about_the_person(void **state)
{
    struct world *world = *state;

    tell(world, STR_NONE);
    json_auto_t *claims = posted(world, "ES256 logout+jwt ");
    assert_str(json_read_str(claims, "sub"), "ada");
    assert_null(json_object_get(claims, "sid"));
}

/* By the name that the client's ID Tokens have for the person (OpenID Connect Core, section 8). */
static void pairwise_client_hears_the_name_that_it_knows(void **state)
{
    struct world *world = *state;

    world->metadata = "{\"backchannel_logout_uri\":\"https://shop.example/bye\","
                      "\"id_token_signed_response_alg\":\"ES256\",\"subject_type\":\"pairwise\","
                      "\"redirect_uris\":[\"https://shop.example/cb\"]}";
    tell(world, STR("home"));
    json_auto_t *claims = posted(world, "ES256 logout+jwt ");
    const struct oauth_sector sector = {STR("shop.example"), world->settings.pairwise_secret};
    str_t expected = subject_identifier(world->arena, &sector, STR("ada"));
    assert_false(str_eq(expected, STR("ada")));
    assert_true(str_eq(json_read_str(claims, "sub"), expected));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(client_that_is_gone_or_deaf_is_not_asked),
        TEST(token_that_cannot_be_signed_is_not_sent),
        TEST(answer_that_is_a_refusal_is_final_and_trouble_is_not),
        TEST(what_the_relying_party_says_is_for_the_operator),
        TEST(token_says_what_the_specification_demands_and_nothing_else),
        TEST(pairwise_client_hears_the_name_that_it_knows),
        TEST(token_without_a_session_is_about_the_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
