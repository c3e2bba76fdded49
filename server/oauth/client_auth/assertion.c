#include "oauth/client_auth/assertion.h"

#include "base/json_read.h"
#include "crypto/digest.h"
#include "oauth/jwt_claims.h"
#include "oauth/params.h"
#include "oauth/paths.h"

static const str_t assertion_type =
    STR_INIT("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

/* Explicit types of other kinds of JWT that the same key may sign are refused (RFC 8725, section
 * 3.11); draft-ietf-oauth-rfc7523bis has the second. */
static const char *const typs[] = {"JWT", "client-authentication+jwt", NULL};

bool assertion_presented(const struct oauth_presented *presented)
{
    return form_count(presented->form, "client_assertion") > 0 ||
           form_count(presented->form, "client_assertion_type") > 0;
}

static const char *read_jwt(
    struct oauth_context *ctx, const struct oauth_presented *presented, struct oauth_jwt *jwt_out)
{
    return ctx->jwts->read(ctx->jwts->self, ctx->arena,
        oauth_param(presented->form, "client_assertion"), typs, jwt_out);
}

struct oauth_error assertion_names(
    struct oauth_context *ctx, const struct oauth_presented *presented, str_t *client_id_out)
{
    struct oauth_jwt jwt;

    *client_id_out = oauth_param(presented->form, "client_id");
    if (!str_eq(oauth_param(presented->form, "client_assertion_type"), assertion_type))
        return oauth_refuse(OAUTH_INVALID_REQUEST, "client_assertion_type is missing or unknown");
    if (!str_present(oauth_param(presented->form, "client_assertion")))
        return oauth_refuse(OAUTH_INVALID_REQUEST, "client_assertion is missing");
    if (str_present(*client_id_out))
        return OAUTH_NONE;
    const char *refusal = read_jwt(ctx, presented, &jwt);
    if (refusal)
        return client_auth_refuse(refusal);
    *client_id_out = arena_str(ctx->arena, json_read_str(jwt.claims, "sub"));
    json_decref(jwt.claims);
    return client_id_out->len > 0 ? OAUTH_NONE : client_auth_refuse("sub is missing");
}

static bool alg_is_right(const struct oauth_client *client, str_t alg)
{
    return client_auth_has_alg(oauth_client_auth(client->auth_method), alg) &&
           (!str_present(client->assertion_alg) || str_eq(client->assertion_alg, alg));
}

/* For us and nobody else: an assertion that another server accepts as well could be played on to
 * us by that server. The token endpoint's URL is what OpenID Connect Core asked for. */
static bool aud_is_right(
    struct oauth_context *ctx, const struct oauth_client *client, const json_t *claims)
{
    return claims_aud_is(claims, ctx->settings->issuer) ||
           (client->accept_token_endpoint_audience &&
               claims_aud_is(claims, oauth_url(ctx, OAUTH_PATH_TOKEN)));
}

static bool jti_is_right(const json_t *claims)
{
    str_t jti = json_read_str(claims, "jti");

    return jti.len > 0 && jti.len <= ASSERTION_JTI_MAX;
}

static const char *judge_claims(
    struct oauth_context *ctx, const struct oauth_client *client, const json_t *claims)
{
    const struct claims_expected expected = {
        .iss = client->id,
        .now_s = ctx->now,
        .skew_s = ASSERTION_SKEW_S,
        .life_max_s = ASSERTION_LIFE_MAX_S + ASSERTION_SKEW_S,
    };
    enum claims_verdict verdict = claims_judge(claims, &expected);

    if (verdict != CLAIMS_GOOD)
        return claims_verdict_text(verdict);
    if (!str_eq(json_read_str(claims, "sub"), client->id))
        return "sub is not the client";
    if (!aud_is_right(ctx, client, claims))
        return "aud is not the issuer alone";
    return jti_is_right(claims) ? NULL : "jti is missing or too long";
}

const char *assertion_read(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client *client, struct oauth_jwt *jwt_out)
{
    const char *refusal = read_jwt(ctx, presented, jwt_out);

    if (refusal)
        return refusal;
    if (!alg_is_right(client, str_from_cstr(jwt_out->alg)))
        return "the algorithm is not the client's";
    return judge_claims(ctx, client, jwt_out->claims);
}

result_t assertion_spend(struct oauth_context *ctx, const struct oauth_client *client,
    const json_t *claims, const char **refusal_out)
{
    int64_t exp = 0;
    bool spent = false;
    str_t jti = json_read_str(claims, "jti");
    str_t id = arena_printf(ctx->arena, "assertion:%.*s:%.*s", STR_ARG(client->id), STR_ARG(jti));

    json_read_int(claims, "exp", &exp);
    /* Kept a little longer than it is good, since clocks of nodes differ. */
    TRY(ctx->store->id_spend(
        ctx->store->self, digest_token(ctx->arena, id), exp + ASSERTION_SKEW_S, &spent));
    *refusal_out = spent ? NULL : "the assertion was used before";
    return OK;
}
