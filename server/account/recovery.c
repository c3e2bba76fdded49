#include "account/recovery.h"

#include "account/password_notice.h"
#include "account/password_rules.h"
#include "account/proof.h"
#include "account/send_limit.h"
#include "authn/email.h"
#include "authn/throttle.h"
#include "base/json_read.h"
#include "crypto/digest.h"

#define SCHEME "password"

static const enum account_proof_purpose PURPOSE = ACCOUNT_PROOF_RESET_PASSWORD;

/* One series an address: whoever asks again voids what was asked for before. The letter is written
 * for everybody, and kept for who is there. */
static result_t send(struct account_context *ctx, const struct oauth_subject *person,
    str_t canonical, str_t locale, str_t *id_out)
{
    bool reached = person != NULL && person->enabled;
    json_auto_t *view = json_object();
    struct account_new_proof proof;
    struct account_proof_wish wish = {.purpose = PURPOSE,
        .user_id = reached ? person->id : STR_NONE,
        .target = canonical,
        .series = digest_token(ctx->arena, canonical),
        .to = reached ? person->email : canonical,
        .locale = reached && str_present(person->locale) ? person->locale : locale,
        .view = view};

    json_put_str(view, "given_name", reached ? person->given_name : STR_NONE);
    TRY(account_proof_make(ctx, &wish, &proof));
    if (!reached)
        proof.letter = NULL;
    TRY(ctx->store->proof_add(ctx->store->self, &proof));
    if (reached)
        account_proof_kept(ctx, &proof);
    *id_out = proof.proof.id;
    return OK;
}

result_t account_recovery_begin(struct account_context *ctx, str_t email, str_t locale,
    struct account_recovery *recovery_out, enum account_refusal *refusal_out)
{
    const struct oauth_subject *person = NULL;
    struct account_send_leave leave;
    str_t canonical;

    *recovery_out = (struct account_recovery){0};
    *refusal_out = ACCOUNT_EMAIL_INVALID;
    if (!authn_email_canonical(ctx->arena, email, &canonical))
        return OK;
    *refusal_out = ACCOUNT_DONE;
    TRY(account_send_count(ctx, "recovery", canonical, &leave));
    if (!leave.allowed) {
        recovery_out->wait_s = leave.wait_s > 0 ? leave.wait_s : 1;
        return OK;
    }
    TRY(ctx->store->user_by_email(ctx->store->self, ctx->arena, canonical, &person));
    return send(ctx, person, canonical, locale, &recovery_out->id);
}

result_t account_recovery_open(struct account_context *ctx, str_t token, bool *open_out)
{
    const struct account_proof *proof;

    TRY(account_proof_by_link(ctx, PURPOSE, token, &proof));
    *open_out = proof != NULL && str_present(proof->user_id);
    return OK;
}

static result_t prove(struct account_context *ctx, const struct account_recovery_answer *answer,
    const struct account_proof **proof_out, enum account_refusal *refusal_out)
{
    enum account_code_outcome outcome;

    *refusal_out = ACCOUNT_RECOVERY_OVER;
    if (str_present(answer->token)) {
        TRY(account_proof_by_link(ctx, PURPOSE, answer->token, proof_out));
    } else {
        TRY(account_proof_by_code(ctx, PURPOSE, answer->id, answer->code, &outcome, proof_out));
        if (outcome == ACCOUNT_CODE_WRONG)
            *refusal_out = ACCOUNT_RECOVERY_CODE_WRONG;
    }
    /* Of a proof that nobody was sent the code can be guessed only, and opens nothing. */
    if (*proof_out != NULL && str_present((*proof_out)->user_id))
        *refusal_out = ACCOUNT_DONE;
    return OK;
}

static result_t replace(struct account_context *ctx, const struct account_proof *proof,
    const struct oauth_subject *person, str_t password, enum account_refusal *refusal_out)
{
    struct account_credential_reset change = {.proof = proof, .scheme = SCHEME};

    *refusal_out = account_password_judge(ctx->arena, ctx->settings, person, password);
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    TRY(ctx->schemes->enrol(
        ctx->schemes->self, ctx->arena, SCHEME, person->id, password, &change.credential));
    TRY(account_password_notice(ctx, person, &change.notice));
    result_t written = ctx->store->credential_reset(ctx->store->self, &change, ctx->now);
    if (written.code == RESULT_CONFLICT) {
        *refusal_out = ACCOUNT_RECOVERY_OVER;
        return OK;
    }
    TRY(written);
    ctx->post->kept(ctx->post->self, change.notice);
    account_audit(ctx, "password.recovered", person->id, STR_NONE);
    return authn_throttle_unlock(ctx->throttles, ctx->arena, proof->target, person->id);
}

result_t account_recovery_finish(struct account_context *ctx,
    const struct account_recovery_answer *answer, enum account_refusal *refusal_out)
{
    static const struct oauth_subject nobody = {
        .email = STR_INIT(""), .given_name = STR_INIT(""), .family_name = STR_INIT("")};
    const struct oauth_subject *person = NULL;
    const struct account_proof *proof = NULL;

    TRY(account_password_check(ctx, &nobody, answer->password, refusal_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    TRY(prove(ctx, answer, &proof, refusal_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    TRY(ctx->store->user_find(ctx->store->self, ctx->arena, proof->user_id, &person));
    *refusal_out = ACCOUNT_RECOVERY_OVER;
    return person != NULL ? replace(ctx, proof, person, answer->password, refusal_out) : OK;
}
