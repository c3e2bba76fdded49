/* links: tessera_jose */
/* Foreign tokens. Either the text itself, or, if it has a line end, header and payload before they
 * are encoded. What the gate takes has one spelling only, and no signature holds but those that
 * were published. */
#include "base/base64url.h"
#include "base/json_read.h"
#include "crypto/random.h"
#include "jose/jws.h"
#include "jose/mac.h"

#include "unit/jose/tokens.h"
#include "unit/jose/vectors.h"

#include <stdlib.h>

enum { ARENA_MAX = 1 << 22, KEYS = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct jose_key *keys[KEYS];

static void import_keys(void)
{
    static const char *const texts[KEYS] = {RFC_RSA_JWK, RFC_EC_JWK, RFC_OKP_JWK};
    if (keys[0] != NULL)
        return;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    bool good = result_ok(crypto_init());
    for (int i = 0; i < KEYS; i++) {
        struct jwk jwk;
        json_auto_t *object = json_read_object(str_from_cstr(texts[i]), JOSE_TOKEN_MAX);
        good = good && jwk_read(arena, object, &jwk) == JWK_ACCEPTED &&
               result_ok(jose_key_from_jwk(&jwk, &keys[i])) && keys[i] != NULL;
    }
    if (!good)
        abort();
}

static void judge_signature(const struct jose_token *token)
{
    static const str_t published[] = {STR_INIT(RFC_RSA_TOKEN), STR_INIT(RFC_EC_TOKEN)};
    bool known = false;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++)
        known = known || str_starts_with(published[i], token->signing_input);
    for (int i = 0; i < KEYS; i++)
        if (jws_verify(token, keys[i]) && !known)
            abort();
}

/* What is read as a MAC is never read as a signature, and no published key is its secret. */
static void judge_mac(arena_t *arena, str_t text, const struct jose_use *use)
{
    static const str_t secrets[] = {
        STR_INIT(RFC_RSA_JWK), STR_INIT(RFC_EC_JWK), STR_INIT(RFC_OKP_JWK), STR_INIT("")};
    AUTO_JOSE_TOKEN token = {0};
    struct jose_mac_token mac;
    if (gate_parse_mac(arena, text, use, &mac) != JOSE_ACCEPTED)
        return;
    if (gate_parse(arena, text, use, &token) == JOSE_ACCEPTED)
        abort();
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        if (mac_verify(&mac, secrets[i]))
            abort();
    json_decref(mac.payload);
}

static void judge(arena_t *arena, str_t text, const struct jose_use *use)
{
    judge_mac(arena, text, use);
    AUTO_JOSE_TOKEN token;
    if (gate_parse(arena, text, use, &token) != JOSE_ACCEPTED) {
        if (token.payload != NULL)
            abort();
        return;
    }
    str_t signature = base64url_encode(arena, token.signature.ptr, token.signature.len);
    str_t again =
        arena_printf(arena, "%.*s.%.*s", STR_ARG(token.signing_input), STR_ARG(signature));
    if (!str_eq(again, text) || !json_is_object(token.payload))
        abort();
    if ((use->algs & JOSE_ALG_BIT(token.alg)) == 0 || (use->kid_required && token.kid.len == 0))
        abort();
    judge_signature(&token);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const typs[] = {"at+jwt", "JWT", NULL};
    static const struct jose_use uses[] = {
        {.algs = JOSE_ALG_ALL},
        {.algs = JOSE_ALG_ALL, .typs = typs, .kid_required = true},
        {.algs = JOSE_ALG_BIT(JOSE_ES256), .typs = typs, .typ_optional = true},
    };
    import_keys();
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t text = arena_bytes(arena, data, size), header;
    if (str_contains_char(text, '\n') && str_next(&text, '\n', &header))
        text = token_of(arena, header, text, STR("a signature"));
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++)
        judge(arena, text, &uses[i]);
    return 0;
}
