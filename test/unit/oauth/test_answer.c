#include "oauth/answer.h"

#include "base/json_read.h"

#include "support/unit.h"

enum { ARENA_MAX = 1 << 20 };

/* Set here, so that a test can see who was chosen. */
struct oauth_recipient {
    str_t jwks;
};

/* The outside: keys at an address, and what was asked of signer and encrypter. */
struct world {
    arena_t *arena;
    const char *failure; /* of the fetcher */
    result_t of_fetch;
    const char *kept;   /* what it has */
    const char *newest; /* what it gets when it asks again */
    int fetches, fetches_again;
    int refusals; /* audited */
    struct oauth_fetcher fetcher;
    struct oauth_encrypter encrypter;
    struct oauth_signer signer;
    struct oauth_audit audit;
    struct oauth_client client;
    struct oauth_context ctx;
};

static result_t get(
    void *self, arena_t *arena, str_t url, bool again, struct oauth_fetched *fetched_out)
{
    struct world *world = self;
    (void)arena;
    assert_str(url, "https://shop.example/keys");
    world->fetches++;
    world->fetches_again += again;
    *fetched_out = (struct oauth_fetched){
        .failure = world->failure, .body = str_from_cstr(again ? world->newest : world->kept)};
    return world->of_fetch;
}

/* A set has a fitting key if it is called "good". */
static const struct oauth_recipient *recipient(
    void *self, arena_t *arena, str_t jwks, const char *alg, const char *enc)
{
    struct oauth_recipient *found = ARENA_NEW(arena, struct oauth_recipient);
    (void)self;
    assert_string_equal(alg, "ECDH-ES");
    assert_string_equal(enc, "A128GCM");
    found->jwks = jwks;
    return str_eq(jwks, STR("good")) ? found : NULL;
}

static result_t encrypt(void *self, arena_t *arena, const struct oauth_recipient *to,
    const char *cty, str_t plaintext, str_t *token_out)
{
    (void)self;
    *token_out = arena_printf(
        arena, "encrypted(%.*s %s %.*s)", STR_ARG(to->jwks), cty ? cty : "-", STR_ARG(plaintext));
    return OK;
}

static result_t sign(
    void *self, arena_t *arena, const char *alg, const char *typ, str_t claims, str_t *token_out)
{
    (void)self;
    *token_out = arena_printf(arena, "%s(%s %.*s)", alg, typ ? typ : "-", STR_ARG(claims));
    return OK;
}

static void record(void *self, const struct oauth_audit_event *event, str_t address, int64_t now)
{
    struct world *world = self;
    (void)address;
    (void)now;
    assert_string_equal(event->name, "encryption.impossible");
    assert_str(event->client_id, "shop");
    assert_non_null(event->reason);
    world->refusals++;
}

static const struct oauth_answer_form encrypted = {NULL, "ECDH-ES", "A128GCM"};

static int start(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->arena = arena_new(ARENA_MAX);
    world->of_fetch = OK;
    world->fetcher = (struct oauth_fetcher){.self = world, .get = get};
    world->encrypter = (struct oauth_encrypter){world, recipient, encrypt};
    world->signer = (struct oauth_signer){.self = world, .sign = sign};
    world->audit = (struct oauth_audit){world, record};
    world->client =
        (struct oauth_client){.id = STR("shop"), .jwks_uri = STR("https://shop.example/keys")};
    world->ctx = (struct oauth_context){.arena = world->arena,
        .signer = &world->signer,
        .encrypter = &world->encrypter,
        .fetcher = &world->fetcher,
        .audit = &world->audit};
    *state = world;
    return 0;
}

static int stop(void **state)
{
    struct world *world = *state;
    arena_free(&world->arena);
    free(world);
    return 0;
}

static const struct oauth_recipient *asked(struct world *world, enum oauth_error_code expected)
{
    const struct oauth_recipient *found;
    struct oauth_error error;
    assert_ok(oauth_answer_recipient(&world->ctx, &world->client, &encrypted, &found, &error));
    assert_int_equal(error.code, expected);
    assert_int_equal(found == NULL, oauth_failed(error));
    return found;
}

static void answer_that_is_not_encrypted_needs_no_key(void **state)
{
    struct world *world = *state;
    const struct oauth_answer_form form = {.signing_alg = "RS256"};
    const struct oauth_recipient *found;
    struct oauth_error error;
    assert_ok(oauth_answer_recipient(&world->ctx, &world->client, &form, &found, &error));
    assert_null(found);
    assert_false(oauth_failed(error));
    assert_int_equal(world->fetches, 0);
}

static void registered_keys_are_not_fetched(void **state)
{
    struct world *world = *state;
    world->client.jwks = STR("good");
    assert_non_null(asked(world, OAUTH_NO_ERROR));
    world->client.jwks = STR("bad");
    asked(world, OAUTH_SERVER_ERROR);
    assert_int_equal(world->fetches, 0);
    assert_int_equal(world->refusals, 1);
}

static void kept_keys_that_fit_are_not_asked_for_again(void **state)
{
    struct world *world = *state;
    world->kept = "good";
    assert_str(asked(world, OAUTH_NO_ERROR)->jwks, "good");
    assert_int_equal(world->fetches, 1);
    assert_int_equal(world->fetches_again, 0);
}

static void rotated_keys_are_asked_for_again(void **state)
{
    struct world *world = *state;
    world->kept = "old";
    world->newest = "good";
    assert_str(asked(world, OAUTH_NO_ERROR)->jwks, "good");
    assert_int_equal(world->fetches_again, 1);
    assert_int_equal(world->refusals, 0);
}

static void keys_that_never_fit_are_refused(void **state)
{
    struct world *world = *state;
    world->kept = "old";
    world->newest = "older";
    asked(world, OAUTH_SERVER_ERROR);
    assert_int_equal(world->fetches, 2);
    assert_int_equal(world->refusals, 1);
}

static void keys_that_cannot_be_had_are_refused_for_now(void **state)
{
    struct world *world = *state;
    world->failure = "away";
    asked(world, OAUTH_TEMPORARILY_UNAVAILABLE);
    assert_int_equal(world->fetches, 1);
    world->client.jwks_uri = STR_NONE;
    asked(world, OAUTH_TEMPORARILY_UNAVAILABLE);
    assert_int_equal(world->refusals, 2);
}

static void failure_of_our_own_stays_one(void **state)
{
    struct world *world = *state;
    const struct oauth_recipient *found;
    struct oauth_error error;
    world->of_fetch = result_fail(RESULT_BUSY, "too many");
    assert_result(oauth_answer_recipient(&world->ctx, &world->client, &encrypted, &found, &error),
        RESULT_BUSY);
    assert_null(found);
}

static str_t secured(struct world *world, const struct oauth_answer_form *form, const char *typ)
{
    static const struct oauth_recipient to = {STR_INIT("key")};
    json_auto_t *claims = json_object();
    str_t token;
    json_put_str(claims, "a", STR("b"));
    assert_ok(oauth_answer_secure(
        &world->ctx, form, form->encryption_alg ? &to : NULL, typ, claims, &token));
    return token;
}

static void answer_is_signed_then_encrypted(void **state)
{
    struct world *world = *state;
    const struct oauth_answer_form signed_only = {.signing_alg = "RS256"};
    const struct oauth_answer_form both = {"ES256", "ECDH-ES", "A128GCM"};
    assert_str(secured(world, &signed_only, "JWT"), "RS256(JWT {\"a\":\"b\"})");
    assert_str(secured(world, &signed_only, NULL), "RS256(- {\"a\":\"b\"})");
    assert_str(secured(world, &encrypted, "JWT"), "encrypted(key - {\"a\":\"b\"})");
    assert_str(secured(world, &both, "JWT"), "encrypted(key JWT ES256(JWT {\"a\":\"b\"}))");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(answer_that_is_not_encrypted_needs_no_key),
        TEST(registered_keys_are_not_fetched),
        TEST(kept_keys_that_fit_are_not_asked_for_again),
        TEST(rotated_keys_are_asked_for_again),
        TEST(keys_that_never_fit_are_refused),
        TEST(keys_that_cannot_be_had_are_refused_for_now),
        TEST(failure_of_our_own_stays_one),
        TEST(answer_is_signed_then_encrypted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
