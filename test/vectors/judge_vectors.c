/* Judges published vectors, a line of JSON each on standard input, with a line each on standard
 * output: "accepted", or what refused it.
 *   {"jwk"}                                         a public key alone
 *   {"jwk", "alg", "message", "signature"}          in hexadecimal
 *   {"jwks", "jws"}                                 a compact token and a key set
 *   {"jwk", "secret"}                               agreement: the shared secret instead of a word
 *   {"key", "iv", "aad", "plaintext"}               AES GCM: ciphertext and tag instead of a word
 * Tokens of the vectors carry payloads that are no JSON, which our gate refuses once all before it
 * passed: such a token is judged with the payload {}, and its signature over what it came with. */
#include "base/json_read.h"
#include "crypto/random.h"
#include "jose/aes_gcm.h"
#include "jose/ecdh_es.h"
#include "jose/jws.h"
#include "unit/jose/fixed_random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 1 << 22, LINE_MAX_BYTES = 1 << 18 };

static const struct jose_use any_use = {.algs = JOSE_ALG_ALL};

static int digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static str_t from_hex(arena_t *arena, str_t hex)
{
    char *bytes = arena_alloc(arena, hex.len / 2 + 1);
    for (size_t i = 0; i < hex.len / 2; i++)
        bytes[i] = (char)(digit(hex.ptr[2 * i]) << 4 | digit(hex.ptr[2 * i + 1]));
    return (str_t){bytes, hex.len / 2};
}

static const char *to_hex(arena_t *arena, str_t bytes)
{
    char *hex = arena_alloc(arena, bytes.len * 2 + 1);
    for (size_t i = 0; i < bytes.len; i++)
        snprintf(hex + 2 * i, 3, "%02x", (unsigned char)bytes.ptr[i]);
    return hex;
}

static const char *verify(const struct jose_token *token, const struct jwk *jwk)
{
    AUTO_JOSE_KEY key = NULL;
    if (!result_ok(jose_key_from_jwk(jwk, &key)))
        return "no memory";
    if (key == NULL)
        return "the key does not import";
    return jws_verify(token, key) ? "accepted" : jose_refusal_text(JOSE_SIGNATURE_WRONG);
}

static const char *judge_key(const struct jwk *jwk)
{
    AUTO_JOSE_KEY key = NULL;
    return result_ok(jose_key_from_jwk(jwk, &key)) && key != NULL ? "accepted"
                                                                  : "the key does not import";
}

static const char *agree(arena_t *arena, const struct jwk *jwk, str_t hex)
{
    struct scalar secret = {{0}};
    struct ecdh_es_agreed agreed;
    const struct random_source random = {&secret, scalar_fill};
    str_t bytes = from_hex(arena, hex);
    memcpy(secret.bytes + sizeof secret.bytes - bytes.len, bytes.ptr, bytes.len);
    if (jwk->kty != JOSE_KTY_EC || !ecdh_es_agree(arena, &random, jwk->x, jwk->y, &agreed))
        return "no point of the curve";
    return to_hex(arena, agreed.z);
}

static const char *seal(arena_t *arena, const json_t *vector)
{
    struct aes_gcm_sealed sealed;
    result_t done = aes_gcm_seal(arena, from_hex(arena, json_read_str(vector, "key")),
        from_hex(arena, json_read_str(vector, "iv")), from_hex(arena, json_read_str(vector, "aad")),
        from_hex(arena, json_read_str(vector, "plaintext")), &sealed);
    if (!result_ok(done))
        return done.what;
    return arena_printf(arena, "%s %s", to_hex(arena, sealed.ciphertext), to_hex(arena, sealed.tag))
        .ptr;
}

static const char *judge_with_key(arena_t *arena, const json_t *vector)
{
    struct jwk jwk;
    struct jose_token token = {
        .signing_input = from_hex(arena, json_read_str(vector, "message")),
        .signature = from_hex(arena, json_read_str(vector, "signature")),
    };
    enum jwk_refusal refusal = jwk_read(arena, json_object_get(vector, "jwk"), &jwk);
    if (refusal != JWK_ACCEPTED)
        return jwk_refusal_text(refusal);
    if (str_present(json_read_str(vector, "secret")))
        return agree(arena, &jwk, json_read_str(vector, "secret"));
    if (!str_present(json_read_str(vector, "alg")))
        return judge_key(&jwk);
    if (!jose_alg_from_name(json_read_str(vector, "alg"), &token.alg))
        return jose_refusal_text(JOSE_ALG_NOT_ALLOWED);
    return verify(&token, &jwk);
}

/* The token with the payload {} in place of its own, which may be empty. */
static str_t with_json(arena_t *arena, str_t jws)
{
    str_t rest = jws, header, payload;
    str_next(&rest, '.', &header);
    str_next(&rest, '.', &payload);
    return arena_printf(arena, "%.*s.e30.%.*s", STR_ARG(header), STR_ARG(rest));
}

static enum jose_refusal parse(arena_t *arena, str_t jws, struct jose_token *token)
{
    enum jose_refusal refusal = gate_parse(arena, jws, &any_use, token);
    if (refusal != JOSE_PAYLOAD_NOT_JSON)
        return refusal;
    refusal = gate_parse(arena, with_json(arena, jws), &any_use, token);
    str_t tail = str_from(jws, jws.len);
    while (tail.ptr > jws.ptr && tail.ptr[-1] != '.')
        tail.ptr--;
    token->signing_input = str_first(jws, (size_t)(tail.ptr - jws.ptr) - 1);
    return refusal;
}

static const char *judge_token(arena_t *arena, const json_t *vector)
{
    AUTO_JOSE_TOKEN token;
    const struct jwk *keys;
    size_t n;
    enum jose_refusal refusal = parse(arena, json_read_str(vector, "jws"), &token);
    if (refusal != JOSE_ACCEPTED)
        return jose_refusal_text(refusal);
    enum jwk_refusal set = jwks_read(arena, json_object_get(vector, "jwks"), &keys, &n);
    if (set != JWK_ACCEPTED)
        return jwk_refusal_text(set);
    const struct jwk *jwk = jwks_find(keys, n, token.alg, token.kid);
    return jwk == NULL ? jose_refusal_text(JOSE_KEY_UNKNOWN) : verify(&token, jwk);
}

static const char *judge(arena_t *arena, const json_t *vector)
{
    if (json_object_get(vector, "jws") != NULL)
        return judge_token(arena, vector);
    return json_object_get(vector, "iv") != NULL ? seal(arena, vector)
                                                 : judge_with_key(arena, vector);
}

int main(void)
{
    static char line[LINE_MAX_BYTES];
    if (!result_ok(crypto_init()))
        return 1;
    while (fgets(line, sizeof line, stdin) != NULL) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        json_auto_t *vector = json_read_object((str_t){line, strlen(line)}, sizeof line);
        if (vector == NULL) {
            fprintf(stderr, "judge_vectors: no vector: %.80s\n", line);
            return 1;
        }
        puts(judge(arena, vector));
    }
    return 0;
}
