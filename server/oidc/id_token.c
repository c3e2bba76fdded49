#include "oidc/id_token.h"

#include "base/base64url.h"
#include "base/json_read.h"
#include "crypto/digest.h"
#include "oauth/answer.h"
#include "oidc/claims.h"
#include "oidc/requested_claims.h"

/* Section 3.1.3.6: base64url of the left half of the hash that the signature uses; all our
 * algorithms but EdDSA say SHA-256, and for Ed25519 it is SHA-512. */
static str_t at_hash(struct oauth_context *ctx, const char *alg, str_t access_token)
{
    uint8_t digest[DIGEST_SHA512_BYTES];
    size_t half = DIGEST_SHA256_BYTES / 2;

    if (str_eq(str_from_cstr(alg), STR("EdDSA"))) {
        digest_sha512(access_token, digest);
        half = DIGEST_SHA512_BYTES / 2;
    } else {
        digest_sha256(access_token, digest);
    }
    return base64url_encode(ctx->arena, digest, half);
}

/* Verifiers that read nothing but the ID Token find roles and groups there, and the rest when the
 * client registered claims_in_id_token. */
static str_t released_scope(
    struct oauth_context *ctx, const struct oauth_client *client, str_t granted)
{
    static const str_t always[] = {STR_INIT("roles"), STR_INIT("groups")};
    str_t released = STR("");

    if (client->claims_in_id_token)
        return granted;
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
        if (str_list_has(granted, always[i]))
            released = arena_printf(ctx->arena, "%.*s %.*s", STR_ARG(released), STR_ARG(always[i]));
    }
    return released;
}

static result_t issue(
    struct oauth_context *ctx, const struct oauth_id_token_order *order, str_t *id_token_out)
{
    const struct oauth_client *client = order->client;
    const struct oauth_grant *grant = order->grant;
    const struct oauth_subject *subject = order->subject;
    json_auto_t *claims = json_object();

    json_put_str(claims, "iss", ctx->settings->issuer);
    json_put_str(claims, "sub", grant->subject);
    json_put_str(claims, "aud", client->id);
    json_put_int(claims, "iat", ctx->now);
    json_put_int(claims, "exp", ctx->now + ctx->settings->id_lifetime_s);
    json_put_int(claims, "auth_time", grant->auth_time);
    json_put_str(claims, "nonce", grant->nonce);
    json_put_str(claims, "acr", grant->acr);
    json_object_set_new(claims, "amr", json_words(grant->amr));
    json_put_str(claims, "sid", grant->session_id);
    json_put_str(
        claims, "at_hash", at_hash(ctx, client->id_token.signing_alg, order->access_token));
    claims_put(claims, subject, released_scope(ctx, client, grant->scope));
    requested_claims_put(claims, subject, grant->claims, CLAIMS_ID_TOKEN);
    return oauth_answer_secure(
        ctx, &client->id_token, order->recipient, "JWT", claims, id_token_out);
}

const struct oauth_id_token_issuer oidc_id_token_issuer = {issue};
