/* Writes tokens encrypted to each key of the JWK Set on standard input, for others to read:
 *   encrypted_tokens COUNT
 * The first line is the key set of the signers. Each other line is {"kid", "alg", "enc", "content",
 * "n", "token"}: COUNT of them for each key, way of encrypting the content, and content, which is a
 * signed token (named by its algorithm) or plain JSON ("plain"). The claims are {"n", "pad"}. */
#include "base/json_read.h"
#include "crypto/random.h"
#include "jose/jwe.h"
#include "jose/jws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 1 << 20, RSA_BITS = 2048, PAD_STEP = 7, PAD_MAX = 97, PLAIN = JOSE_ALG_COUNT };

struct signer {
    struct jose_key *key;
    struct jws_header header;
};

static void must(bool done, const char *what)
{
    if (done)
        return;
    fprintf(stderr, "encrypted_tokens: %s\n", what);
    exit(1);
}

static const char *content_name(unsigned content)
{
    return content == PLAIN ? "plain" : jose_alg_name((enum jose_alg)content);
}

static json_t *make_signer(arena_t *arena, enum jose_alg alg, struct signer *signer)
{
    struct jwk jwk;
    must(result_ok(jose_key_generate(alg, RSA_BITS, &signer->key)), "no key");
    must(result_ok(jose_key_jwk(arena, signer->key, &jwk)), "no public half");
    jwk.kid = str_from_cstr(jose_alg_name(alg));
    signer->header = jws_header(arena, alg, "JWT", jwk.kid);
    return jwk_write(arena, &jwk);
}

static void make_signers(arena_t *arena, struct signer signers[JOSE_ALG_COUNT])
{
    json_auto_t *set = json_object();
    json_t *keys = json_array();
    json_object_set_new(set, "keys", keys);
    for (unsigned alg = 0; alg < JOSE_ALG_COUNT; alg++)
        json_array_append_new(keys, make_signer(arena, (enum jose_alg)alg, &signers[alg]));
    printf("%.*s\n", STR_ARG(json_write(arena, set)));
}

/* Of many lengths, so that no reader lives on one. */
static str_t claims(arena_t *arena, long n)
{
    char pad[PAD_MAX];
    int len = (int)(n * PAD_STEP % PAD_MAX);
    memset(pad, 'x', (size_t)len);
    return arena_printf(arena, "{\"n\":%ld,\"pad\":\"%.*s\"}", n, len, pad);
}

static void write_line(arena_t *arena, const struct jwe_header *header, unsigned content, long n,
    const struct signer *signers)
{
    str_t text = claims(arena, n), token;
    if (content != PLAIN)
        must(
            result_ok(jws_sign(arena, signers[content].key, &signers[content].header, text, &text)),
            "no signature");
    must(result_ok(jwe_encrypt(arena, &random_system, header, text, &token)), "no encryption");
    printf("{\"kid\":\"%.*s\",\"alg\":\"%s\",\"enc\":\"%s\",\"content\":\"%s\",\"n\":%ld,"
           "\"token\":\"%.*s\"}\n",
        STR_ARG(header->key->kid), jwe_alg_name(header->alg), jwe_enc_name(header->enc),
        content_name(content), n, STR_ARG(token));
}

static void write_for_key(const struct jwk *key, long count, const struct signer *signers)
{
    enum jwe_alg alg = key->kty == JOSE_KTY_RSA ? JWE_RSA_OAEP_256 : JWE_ECDH_ES;
    for (unsigned enc = 0; enc < JWE_ENC_COUNT; enc++) {
        for (unsigned content = 0; content <= PLAIN; content++) {
            const struct jwe_header header = {
                alg, (enum jwe_enc)enc, content == PLAIN ? NULL : "JWT", key};
            for (long n = 0; n < count; n++) {
                AUTO_ARENA arena = arena_new(ARENA_MAX);
                write_line(arena, &header, content, n, signers);
            }
        }
    }
}

int main(int argc, char **argv)
{
    static char text[JWKS_BYTES_MAX];
    int64_t count = 0;
    must(argc == 2 && str_to_int64(str_from_cstr(argv[1]), &count), "usage: COUNT < KEYS");
    must(result_ok(crypto_init()), "no randomness");

    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t input = {text, fread(text, 1, sizeof text, stdin)};
    json_auto_t *object = json_read_object(input, sizeof text);
    const struct jwk *keys;
    size_t n;
    must(jwks_read(arena, object, &keys, &n) == JWK_ACCEPTED && n > 0, "no key set");

    struct signer signers[JOSE_ALG_COUNT];
    make_signers(arena, signers);
    for (size_t i = 0; i < n; i++)
        write_for_key(&keys[i], (long)count, signers);
    for (size_t i = 0; i < JOSE_ALG_COUNT; i++)
        jose_key_unref(&signers[i].key);
    return fflush(stdout) == 0 ? 0 : 1;
}
