#include "oauth/authorize/checks.h"

/* The order matters: until the first two have passed nobody may be redirected, and response_mode
 * says how all later refusals travel. A request that comes out of a flow, where it was stored,
 * passes through the same list. */
static const struct {
    authorize_check_fn *check;
    bool may_redirect; /* whether the client is told of this check's refusal */
} pipeline[] = {
    {check_client, false},
    {check_redirect_uri, false},
    {check_response_mode, true},
    {check_repeated, true},
    {check_unsupported, true},
    {check_response_type, true},
    {check_scope, true},
    {check_resource, true},
    {check_pkce, true},
    {check_nonce, true},
    {check_prompt, true},
    {check_max_age, true},
    {check_hints, true},
    {check_claims, true},
};

result_t authorize_check(struct oauth_context *ctx, const struct form *form,
    struct authorize_request *request_out, struct authorize_refusal *refusal_out)
{
    *request_out = (struct authorize_request){.form = form, .max_age_s = AUTHORIZE_NO_MAX_AGE};
    *refusal_out = (struct authorize_refusal){.error = OAUTH_NONE};
    for (size_t i = 0; i < sizeof pipeline / sizeof pipeline[0]; i++) {
        TRY(pipeline[i].check(ctx, request_out, &refusal_out->error));
        if (oauth_failed(refusal_out->error)) {
            refusal_out->may_redirect = pipeline[i].may_redirect;
            oauth_audit_failure(ctx, "authorize.refused",
                request_out->client ? request_out->client->id : STR_NONE,
                refusal_out->error.description);
            return OK;
        }
    }
    return OK;
}
