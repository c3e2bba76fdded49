#include "jose/jwe.h"

#include "base/base64url.h"
#include "base/json_read.h"
#include "jose/aes_gcm.h"
#include "jose/ecdh_es.h"
#include "jose/oaep.h"

/* ---- choosing the recipient's key ---- */

/* 0: not for this algorithm. */
static int fitness(const struct jwk *key, enum jwe_alg alg)
{
    if (key->kty != jwe_alg_kty(alg) || key->use == JWK_USE_SIG)
        return 0;
    if (str_present(key->alg) && !str_eq(key->alg, str_from_cstr(jwe_alg_name(alg))))
        return 0;
    if (key->kty == JOSE_KTY_EC && !ecdh_es_on_curve(key->x, key->y))
        return 0;
    if (str_present(key->alg))
        return 3;
    return key->use == JWK_USE_ENC ? 2 : 1;
}

bool jwe_choose_key(arena_t *arena, const json_t *jwks, enum jwe_alg alg, struct jwk *key_out)
{
    const json_t *list = json_object_get(jwks, "keys");
    int best = 0;
    if (!json_is_array(list) || json_array_size(list) > JWKS_KEYS_MAX)
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct jwk key;
        if (jwk_read(arena, json_array_get(list, i), &key) != JWK_ACCEPTED)
            continue;
        int fits = fitness(&key, alg);
        if (fits > best) {
            *key_out = key;
            best = fits;
        }
    }
    return best > 0;
}

/* ---- the content's key and the header ---- */

/* What the two ways of key management give. */
struct content_key {
    str_t key;
    str_t encrypted; /* empty for direct agreement (RFC 7516, section 5.1, step 5) */
    json_t *epk;     /* of the header; NULL without one; own */
};

static str_t random_bytes(arena_t *arena, const struct random_source *random, size_t n)
{
    char *bytes = arena_alloc(arena, n);
    random->fill(random->self, bytes, n);
    return (str_t){bytes, n};
}

static void wrap(arena_t *arena, const struct random_source *random,
    const struct jwe_header *header, struct content_key *content)
{
    content->key = random_bytes(arena, random, jwe_enc_key_bytes(header->enc));
    content->encrypted = oaep_encrypt(arena, random, header->key->n, header->key->e, content->key);
}

static result_t agree(arena_t *arena, const struct random_source *random,
    const struct jwe_header *header, struct content_key *content)
{
    const struct concat_kdf_info info = {.algorithm = str_from_cstr(jwe_enc_name(header->enc))};
    struct ecdh_es_agreed agreed;
    if (!ecdh_es_agree(arena, random, header->key->x, header->key->y, &agreed))
        return result_fail(RESULT_FAILED, "a client's key is no point of its curve");
    const struct jwk ephemeral = {.kty = JOSE_KTY_EC, .x = agreed.x, .y = agreed.y};
    content->key = concat_kdf(arena, agreed.z, &info, jwe_enc_key_bytes(header->enc));
    content->encrypted = STR("");
    content->epk = jwk_write(arena, &ephemeral);
    return OK;
}

static result_t make_content_key(arena_t *arena, const struct random_source *random,
    const struct jwe_header *header, struct content_key *content)
{
    if (header->key->kty != jwe_alg_kty(header->alg))
        return result_fail(RESULT_FAILED, "a client's key does not fit the algorithm");
    switch (header->alg) {
    case JWE_RSA_OAEP_256:
        wrap(arena, random, header, content);
        return OK;
    case JWE_ECDH_ES:
        return agree(arena, random, header, content);
    }
    return result_fail(RESULT_FAILED, "an unknown algorithm of encryption");
}

/* The members in one order, whatever they are; `epk` is taken. */
static str_t write_header(arena_t *arena, const struct jwe_header *header, json_t *epk)
{
    json_auto_t *object = json_object();
    json_put_str(object, "alg", str_from_cstr(jwe_alg_name(header->alg)));
    json_put_str(object, "enc", str_from_cstr(jwe_enc_name(header->enc)));
    json_put_str(object, "cty", str_from_cstr(header->cty));
    json_put_str(object, "kid", header->key->kid);
    if (epk != NULL)
        json_object_set_new(object, "epk", epk);
    str_t text = json_write(arena, object);
    return base64url_encode(arena, text.ptr, text.len);
}

result_t jwe_encrypt(arena_t *arena, const struct random_source *random,
    const struct jwe_header *header, str_t plaintext, str_t *token_out)
{
    struct content_key content = {0};
    struct aes_gcm_sealed sealed;
    TRY(make_content_key(arena, random, header, &content));
    str_t protected = write_header(arena, header, content.epk);
    str_t iv = random_bytes(arena, random, AES_GCM_IV_BYTES);
    TRY(aes_gcm_seal(arena, content.key, iv, protected, plaintext, &sealed));

    str_t encrypted = base64url_encode(arena, content.encrypted.ptr, content.encrypted.len);
    str_t iv_text = base64url_encode(arena, iv.ptr, iv.len);
    str_t body = base64url_encode(arena, sealed.ciphertext.ptr, sealed.ciphertext.len);
    str_t tag = base64url_encode(arena, sealed.tag.ptr, sealed.tag.len);
    *token_out = arena_printf(arena, "%.*s.%.*s.%.*s.%.*s.%.*s", STR_ARG(protected),
        STR_ARG(encrypted), STR_ARG(iv_text), STR_ARG(body), STR_ARG(tag));
    return OK;
}
