#include "jose/rhonabwy.h"

#include <rhonabwy.h>

void *rhonabwy_key_new(str_t der)
{
    jwk_t *key = NULL;
    if (r_jwk_init(&key) != RHN_OK)
        return NULL;
    if (r_jwk_import_from_pem_der(key, R_X509_TYPE_PRIVKEY, R_FORMAT_DER,
            (const unsigned char *)der.ptr, der.len) != RHN_OK) {
        r_jwk_free(key);
        return NULL;
    }
    /* It derives a kid of its own, which it would write into each header. */
    r_jwk_delete_property_str(key, "kid");
    return key;
}

void rhonabwy_key_free(void *key)
{
    r_jwk_free(key);
}

static bool describe(jws_t *jws, const struct jws_header *header, str_t payload)
{
    jwa_alg alg = header->alg == JOSE_PS256 ? R_JWA_ALG_PS256 : R_JWA_ALG_RS256;
    return r_jws_set_alg(jws, alg) == RHN_OK &&
           (header->typ == NULL || r_jws_set_header_str_value(jws, "typ", header->typ) == RHN_OK) &&
           (header->kid == NULL || r_jws_set_header_str_value(jws, "kid", header->kid) == RHN_OK) &&
           r_jws_set_payload(jws, (const unsigned char *)payload.ptr, payload.len) == RHN_OK;
}

/* A fresh object a token: one that is used again carries state of the last token. */
result_t rhonabwy_sign(
    arena_t *arena, void *key, const struct jws_header *header, str_t payload, str_t *token_out)
{
    jws_t *jws = NULL;
    if (r_jws_init(&jws) != RHN_OK)
        return result_fail(RESULT_UNAVAILABLE, "rhonabwy has no memory");
    char *token = describe(jws, header, payload) ? r_jws_serialize(jws, key, 0) : NULL;
    r_jws_free(jws);
    if (token == NULL)
        return result_fail(RESULT_FAILED, "rhonabwy does not sign");
    *token_out = arena_str(arena, str_from_cstr(token));
    r_free(token);
    return OK;
}

json_t *rhonabwy_export(gnutls_pubkey_t key)
{
    jwk_t *jwk = NULL;
    if (r_jwk_init(&jwk) != RHN_OK)
        return NULL;
    json_t *members =
        r_jwk_import_from_gnutls_pubkey(jwk, key) == RHN_OK ? r_jwk_export_to_json_t(jwk) : NULL;
    r_jwk_free(jwk);
    return members;
}
