#include "authn/sign_in.h"

#include "authn/device.h"
#include "authn/email.h"
#include "authn/flow.h"
#include "authn/session.h"
#include "authn/throttle.h"
#include "crypto/digest.h"

#define SCHEME "password"

/* One attempt, as far as it has come. */
struct
try {
    const struct authn_credentials *credentials;
    str_t account;                       /* what the count is kept under */
    const struct oauth_subject *subject; /* NULL: unknown */
    struct authn_throttle throttle;
    struct authn_attempt count;
    enum authn_proof proof;
    const char *amr;
};

static void audit(struct authn_context *ctx, const struct try *try, const char *event, bool success,
    const char *reason)
{
    authn_audit(ctx, &(struct oauth_audit_event){.name = event,
                         .success = success,
                         .user_id = try->subject ? try->subject->id : STR_NONE,
                         .reason = reason});
}

/* A text that is no address is counted and hashed like an unknown address. */
static result_t find_person(struct authn_context *ctx, struct try *try)
{
    str_t typed = try->credentials->email;

    if (!authn_email_canonical(ctx->arena, typed, &try->account)) {
        try->account = digest_token(ctx->arena, typed);
        return OK;
    }
    return ctx->store->subject_by_email(ctx->store->self, ctx->arena, try->account, &try->subject);
}

static result_t count(struct authn_context *ctx, struct try *try)
{
    str_t digest = authn_device_digest(ctx, try->credentials->device_secret);
    bool known = false;

    TRY(authn_device_known(ctx, try->subject ? try->subject->id : STR_NONE, digest, &known));
    try->throttle = authn_throttle_for(ctx, try->account, known ? digest : STR_NONE);
    return authn_throttle_count(ctx, &try->throttle, &try->count);
}

static result_t prove(struct authn_context *ctx, struct try *try)
{
    return ctx->schemes->verify(ctx->schemes->self, ctx->arena, SCHEME,
        try->subject ? try->subject->id : STR_NONE, try->credentials->password, &try->proof,
        &try->amr);
}

static result_t refuse_locked(
    struct authn_context *ctx, const struct try *try, struct authn_sign_in *out)
{
    int64_t wait_s = try->count.locked_until - ctx->now;

    out->outcome = AUTHN_LOCKED;
    out->retry_after_s = wait_s > 0 ? wait_s : 1;
    audit(ctx, try, "sign_in.failure", false, "locked");
    return OK;
}

static result_t refuse_wrong(
    struct authn_context *ctx, const struct try *try, struct authn_sign_in *out)
{
    out->outcome = AUTHN_INVALID;
    audit(ctx, try, "sign_in.failure", false, try->subject ? "wrong password" : "unknown address");
    if (!try->count.locked_now)
        return OK;
    audit(ctx, try, "account.locked", true, NULL);
    if (try->subject == NULL)
        return OK;
    return ctx->notices->account_locked(ctx->notices->self, ctx->arena, try->subject, ctx->address,
        try->count.locked_until, ctx->now);
}

/* Told only to those who know the password. */
static result_t refuse_person(struct authn_context *ctx, const struct try *try,
    enum authn_sign_in_outcome outcome, const char *reason, struct authn_sign_in *out)
{
    out->outcome = outcome;
    audit(ctx, try, "sign_in.failure", false, reason);
    return OK;
}

static result_t welcome(struct authn_context *ctx, const struct try *try, struct authn_flow *flow,
    const struct authn_session *current, struct authn_sign_in *out)
{
    str_t user_id = try->subject->id;
    bool kept = false;

    TRY(authn_session_start(
        ctx, user_id, str_from_cstr(try->amr), current, &out->session, &out->session_token));
    TRY(authn_device_remember(ctx, user_id, try->credentials->device_secret, &out->device_secret));
    if (flow != NULL)
        TRY(authn_flow_signed_in(ctx, flow, out->session, &kept));
    authn_audit(ctx, &(struct oauth_audit_event){.name = "sign_in.success",
                         .success = true,
                         .user_id = user_id,
                         .session_id = out->session->id});
    return OK;
}

/* Whatever refuses has said so in `out`, else that the person may come in. */
static result_t attempt(struct authn_context *ctx, struct try *try, struct authn_sign_in *out)
{
    TRY(find_person(ctx, try));
    TRY(count(ctx, try));
    if (!try->count.allowed)
        return refuse_locked(ctx, try, out);
    TRY(prove(ctx, try));
    if (try->proof != AUTHN_PROVED || try->subject == NULL)
        return refuse_wrong(ctx, try, out);
    TRY(authn_throttle_forget(ctx, &try->throttle));
    if (!try->subject->enabled)
        return refuse_person(ctx, try, AUTHN_DISABLED, "disabled", out);
    if (!try->subject->email_verified)
        return refuse_person(ctx, try, AUTHN_UNVERIFIED, "unverified", out);
    out->outcome = AUTHN_SIGNED_IN;
    return OK;
}

result_t authn_sign_in(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_session *current, const struct authn_credentials *credentials,
    struct authn_sign_in *sign_in_out)
{
    struct try try = {.credentials = credentials, .proof = AUTHN_REFUSED};

    *sign_in_out = (struct authn_sign_in){.outcome = AUTHN_INVALID};
    TRY(attempt(ctx, &try, sign_in_out));
    if (sign_in_out->outcome != AUTHN_SIGNED_IN)
        return OK;
    return welcome(ctx, &try, flow, current, sign_in_out);
}

result_t authn_password_prove(struct authn_context *ctx,
    const struct authn_credentials *credentials, struct authn_sign_in *outcome_out)
{
    struct try try = {.credentials = credentials, .proof = AUTHN_REFUSED};

    *outcome_out = (struct authn_sign_in){.outcome = AUTHN_INVALID};
    return attempt(ctx, &try, outcome_out);
}

result_t authn_sign_in_registered(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_session *current, str_t user_id, str_t device_secret,
    struct authn_sign_in *sign_in_out)
{
    const struct oauth_subject subject = {.id = user_id};
    const struct authn_credentials credentials = {.device_secret = device_secret};
    const struct try try = {.credentials = &credentials, .subject = &subject, .amr = "pwd"};

    return welcome(ctx, &try, flow, current, sign_in_out);
}
