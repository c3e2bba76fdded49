#include "base/json_read.h"
#include "oauth/authorize/checks.h"
#include "oauth/claims_request.h"

/* OpenID Connect Core 5.5.1.1: an essential class with values is a condition, and alone; else the
 * values are a wish like those of acr_values. Our classes have no spaces in their names. */
static struct oauth_error take_acr(
    struct oauth_context *ctx, const json_t *claims, struct authorize_request *request)
{
    const json_t *one = claims_request_find(claims, CLAIMS_ID_TOKEN, "acr");
    str_t wanted = STR("");
    str_array_t values;

    if (!claims_request_texts(ctx->arena, one, &values))
        return oauth_refuse(OAUTH_INVALID_REQUEST, "claims: a value of acr must be a text");
    for (size_t i = 0; i < values.n; i++) {
        if (!str_contains_char(values.items[i], ' '))
            wanted = scope_union(ctx->arena, wanted, values.items[i]);
    }
    request->acr_essential = values.n > 0 && claims_request_essential(one);
    if (request->acr_essential || !str_present(request->acr_values))
        request->acr_values = wanted;
    return OAUTH_NONE;
}

static str_array_t common(arena_t *arena, str_array_t a, str_array_t b)
{
    str_t *items = ARENA_ARRAY(arena, str_t, a.n);
    size_t n = 0;

    for (size_t i = 0; i < a.n; i++) {
        if (str_array_has(b, a.items[i]))
            items[n++] = a.items[i];
    }
    return (str_array_t){items, n};
}

/* OpenID Connect Core 3.1.2.2: a `sub` with a value binds the answer to that person, as
 * id_token_hint does; what both name must agree. */
static struct oauth_error take_subject(struct oauth_context *ctx, const json_t *claims,
    enum claims_target target, struct authorize_request *request)
{
    const json_t *one = claims_request_find(claims, target, "sub");
    str_array_t values;

    if (!claims_request_texts(ctx->arena, one, &values))
        return oauth_refuse(OAUTH_INVALID_REQUEST, "claims: a value of sub must be a text");
    if (values.n == 0)
        return OAUTH_NONE;
    if (request->expected_subjects.n > 0)
        values = common(ctx->arena, values, request->expected_subjects);
    if (values.n == 0)
        return oauth_refuse(
            OAUTH_INVALID_REQUEST, "claims and id_token_hint do not name one person");
    request->expected_subjects = values;
    return OAUTH_NONE;
}

/* OpenID Connect Core 5.5. Without openid there is neither an ID Token nor userinfo, and the
 * parameter has no meaning. */
result_t check_claims(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    str_t text = oauth_param(request->form, "claims");
    const char *reason;

    if (!str_present(text) || !str_list_has(request->scope, STR("openid")))
        return OK;
    json_auto_t *claims = claims_request_read(text, &reason);
    if (claims == NULL) {
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, reason);
        return OK;
    }
    request->claims = json_write(ctx->arena, claims);
    *error_out = take_acr(ctx, claims, request);
    for (int target = 0; target < CLAIMS_TARGETS && !oauth_failed(*error_out); target++)
        *error_out = take_subject(ctx, claims, (enum claims_target)target, request);
    return OK;
}
