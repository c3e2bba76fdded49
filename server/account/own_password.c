#include "account/own_password.h"

#include "account/password_notice.h"
#include "account/password_rules.h"
#include "authn/acr.h"
#include "authn/sign_in.h"

#define SCHEME "password"

static void outcome_of_attempt(
    const struct authn_sign_in *attempt, struct account_own_password *done_out)
{
    done_out->retry_after_s = attempt->retry_after_s;
    if (attempt->outcome == AUTHN_SIGNED_IN)
        done_out->outcome = ACCOUNT_OWN_PASSWORD_CHANGED;
    else if (attempt->outcome == AUTHN_LOCKED)
        done_out->outcome = ACCOUNT_OWN_PASSWORD_LOCKED;
    else
        done_out->outcome = ACCOUNT_OWN_PASSWORD_WRONG;
}

/* What is given must be right, however fresh the sign-in is. */
static result_t prove(struct authn_context *authn, const struct account_own_password_wish *wish,
    struct account_own_password *done_out)
{
    const struct authn_credentials credentials = {
        wish->person->email, wish->current, wish->device_secret};
    bool has_factor = authn_acr_of(wish->session->amr) > AUTHN_ACR_1FA;
    struct authn_sign_in attempt;

    done_out->outcome = ACCOUNT_OWN_PASSWORD_CHANGED;
    if (!str_present(wish->current) || has_factor) {
        if (!wish->is_fresh)
            done_out->outcome = ACCOUNT_OWN_PASSWORD_STALE;
        return OK;
    }
    TRY(authn_password_prove(authn, &credentials, &attempt));
    outcome_of_attempt(&attempt, done_out);
    return OK;
}

static result_t replace(struct account_context *ctx, const struct account_own_password_wish *wish)
{
    const struct oauth_subject *person = wish->person;
    const struct notify_message *letter;
    str_t credential = STR_NONE;

    TRY(ctx->schemes->enrol(
        ctx->schemes->self, ctx->arena, SCHEME, person->id, wish->password, &credential));
    TRY(account_password_notice(ctx, person, &letter));
    TRY(ctx->store->credential_replace(
        ctx->store->self, person->id, SCHEME, credential, wish->session->id, letter, ctx->now));
    ctx->post->kept(ctx->post->self, letter);
    account_audit(ctx, "password.changed", person->id, STR_NONE);
    return OK;
}

result_t account_own_password_change(struct account_context *ctx, struct authn_context *authn,
    const struct account_own_password_wish *wish, struct account_own_password *done_out)
{
    *done_out = (struct account_own_password){0};
    TRY(prove(authn, wish, done_out));
    if (done_out->outcome != ACCOUNT_OWN_PASSWORD_CHANGED)
        return OK;
    TRY(account_password_check(ctx, wish->person, wish->password, &done_out->refusal));
    if (done_out->refusal == ACCOUNT_DONE)
        return replace(ctx, wish);
    done_out->outcome = ACCOUNT_OWN_PASSWORD_REFUSED;
    return OK;
}
