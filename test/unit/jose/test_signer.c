#include "jose/signer.h"

#include "base/json_read.h"
#include "crypto/random.h"
#include "jose/jwk.h"

#include "keys_table.h"
#include "support/unit.h"
#include "tokens.h"

enum { ARENA_MAX = 4 << 20, THREADS = 8, ROUNDS = 25 };

static const char *const algs[] = {"RS256", "PS256", "ES256", "EdDSA"};
static const char *const access_token[] = {"at+jwt", NULL};

struct signing {
    struct keys_table table;
    struct keyset_store store;
    struct clock clock;
    struct seal_key *seal;
    struct keyset *keyset;
    struct oauth_signer signer;
};

static int begin(void **state)
{
    static const uint8_t bytes[SEAL_KEY_BYTES] = "the sealing key of these tests";
    static const struct keyset_settings settings = {
        .algs = JOSE_ALG_ALL, .rotate_s = 1000, .publish_s = 100, .keep_s = 100, .rsa_bits = 2048};
    if (!result_ok(crypto_init()))
        return -1;
    struct signing *signing = calloc(1, sizeof *signing);
    keys_table_begin(&signing->table, 1000);
    signing->store =
        (struct keyset_store){&signing->table, keys_table_load, keys_table_add, keys_table_remove};
    signing->clock = (struct clock){&signing->table, keys_table_now};
    signing->seal = seal_key_new(bytes);
    assert_ok(
        keyset_open(&signing->store, signing->seal, &signing->clock, &settings, &signing->keyset));
    signing->signer = keyset_signer(signing->keyset);
    *state = signing;
    return 0;
}

static int end(void **state)
{
    struct signing *signing = *state;
    keyset_close(&signing->keyset);
    seal_key_free(&signing->seal);
    keys_table_end(&signing->table);
    free(signing);
    return 0;
}

static str_t signed_with(
    struct signing *signing, arena_t *arena, const char *alg, const char *typ, str_t claims)
{
    str_t token;
    assert_ok(signing->signer.sign(signing->signer.self, arena, alg, typ, claims, &token));
    return token;
}

static json_t *verified(
    struct signing *signing, arena_t *arena, str_t token, const char *const *typs)
{
    json_t *claims;
    assert_ok(signing->signer.verify(signing->signer.self, arena, token, typs, &claims));
    return claims;
}

static json_t *header_of(arena_t *arena, str_t token)
{
    str_t rest = token, head, text;
    assert_true(str_next(&rest, '.', &head));
    assert_true(base64url_decode(arena, head, &text));
    json_t *header = json_read_object(text, 4096);
    assert_non_null(header);
    return header;
}

static void each_algorithm_signs_what_verifies(void **state)
{
    struct signing *signing = *state;
    for (size_t i = 0; i < sizeof algs / sizeof algs[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        str_t token = signed_with(signing, arena, algs[i], "at+jwt", STR("{\"sub\":\"a\"}"));
        json_auto_t *claims = verified(signing, arena, token, access_token);
        assert_str(json_read_str(claims, "sub"), "a");
        json_auto_t *header = header_of(arena, token);
        assert_str(json_read_str(header, "alg"), algs[i]);
        assert_str(json_read_str(header, "typ"), "at+jwt");
    }
}

static void header_names_a_key_of_the_published_set(void **state)
{
    struct signing *signing = *state;
    for (size_t i = 0; i < sizeof algs / sizeof algs[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        json_auto_t *header =
            header_of(arena, signed_with(signing, arena, algs[i], NULL, STR("{}")));
        json_auto_t *set = json_read_object(keyset_jwks(signing->keyset, arena), JWKS_BYTES_MAX);
        const struct jwk *keys;
        size_t n;
        enum jose_alg alg;
        assert_int_equal(jwks_read(arena, set, &keys, &n), JWK_ACCEPTED);
        assert_int_equal(n, 4);
        assert_true(jose_alg_from_name(str_from_cstr(algs[i]), &alg));
        assert_non_null(jwks_find(keys, n, alg, json_read_str(header, "kid")));
    }
}

/* rhonabwy keeps members of the last token in an object that is used again. */
static void hazard_header_has_nothing_of_the_last_token(void **state)
{
    struct signing *signing = *state;
    for (size_t i = 0; i < sizeof algs / sizeof algs[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        str_t first = signed_with(signing, arena, algs[i], "at+jwt", STR("{\"first\":1}"));
        str_t second = signed_with(signing, arena, algs[i], NULL, STR("{\"second\":2}"));
        json_auto_t *header = header_of(arena, second);
        json_auto_t *claims = verified(signing, arena, second, NULL);
        json_auto_t *before = verified(signing, arena, first, NULL);
        assert_int_equal(json_object_size(header), 2); /* alg, kid */
        assert_null(json_object_get(claims, "first"));
        assert_null(json_object_get(before, "second"));
    }
}

static void type_that_was_not_prepared_is_written_as_well(void **state)
{
    struct signing *signing = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const char *const typs[] = {"something-new+jwt", NULL};
    str_t token = signed_with(signing, arena, "ES256", "something-new+jwt", STR("{}"));
    json_auto_t *claims = verified(signing, arena, token, typs);
    assert_non_null(claims);
}

struct thread {
    struct signing *signing;
    const char *alg;
    pthread_t id;
    int held;
};

static void *sign_some(void *self)
{
    struct thread *thread = self;
    struct oauth_signer *signer = &thread->signing->signer;
    for (int i = 0; i < ROUNDS; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        json_t *claims = NULL;
        str_t token;
        if (result_ok(signer->sign(
                signer->self, arena, thread->alg, "at+jwt", STR("{\"sub\":\"a\"}"), &token)) &&
            result_ok(signer->verify(signer->self, arena, token, access_token, &claims)))
            thread->held += claims != NULL;
        json_decref(claims);
    }
    return NULL;
}

static void one_key_signs_on_many_threads(void **state)
{
    struct thread threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        threads[i] = (struct thread){.signing = *state, .alg = algs[i % 4]};
        pthread_create(&threads[i].id, NULL, sign_some, &threads[i]);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i].id, NULL);
        assert_int_equal(threads[i].held, ROUNDS);
    }
}

static void unknown_algorithms_do_not_sign(void **state)
{
    struct signing *signing = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const char *const names[] = {"none", "HS256", "es256", "", "ES384"};
    str_t token;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_result(
            signing->signer.sign(signing->signer.self, arena, names[i], "JWT", STR("{}"), &token),
            RESULT_FAILED);
}

static void what_is_not_ours_has_no_claims(void **state)
{
    struct signing *signing = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t id_token = signed_with(signing, arena, "ES256", "JWT", STR("{}"));
    assert_null(verified(signing, arena, id_token, access_token));
    assert_null(verified(signing, arena, STR(""), access_token));
    assert_null(verified(signing, arena, STR_NONE, access_token));
    assert_null(verified(signing, arena, STR("a.b.c"), access_token));
    str_t none = token_of(arena, STR("{\"alg\":\"none\",\"typ\":\"at+jwt\"}"), STR("{}"), STR("s"));
    assert_null(verified(signing, arena, none, access_token));
    str_t cut = str_first(id_token, id_token.len - 4);
    assert_null(verified(signing, arena, cut, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_algorithm_signs_what_verifies),
        cmocka_unit_test(header_names_a_key_of_the_published_set),
        cmocka_unit_test(hazard_header_has_nothing_of_the_last_token),
        cmocka_unit_test(type_that_was_not_prepared_is_written_as_well),
        cmocka_unit_test(one_key_signs_on_many_threads),
        cmocka_unit_test(unknown_algorithms_do_not_sign),
        cmocka_unit_test(what_is_not_ours_has_no_claims),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
