#include "authn/judge.h"

#include "authn/acr.h"
#include "authn/flow_state.h"

/* Whether this session is the one that acted in this flow: signed in, or was shown consent. */
static bool acted_in(const struct authn_flow *flow, const struct authn_session *session)
{
    return flow != NULL && str_present(flow->record.session_id) &&
           str_eq(flow->record.session_id, session->id);
}

/* max_age=0 is prompt=login (OpenID Connect Core 3.1.2.1): a clock of whole seconds must not let a
 * session of this very second pass. */
static bool wants_fresh_sign_in(const struct authn_demand *demand, const struct authn_flow *flow)
{
    return demand->prompt_login || demand->max_age_s == 0 ||
           (flow != NULL && flow->state == AUTHN_FLOW_SWITCH);
}

static bool lacks_sign_in(const struct authn_context *ctx, const struct authn_demand *demand,
    const struct authn_flow *flow, const struct authn_session *session)
{
    if (session == NULL)
        return true;
    if (wants_fresh_sign_in(demand, flow))
        return !acted_in(flow, session);
    if (demand->max_age_s == AUTHN_NO_MAX_AGE)
        return false;
    /* Counted back from the request, not from each step: reading the consent page for longer than
     * max_age does not send people round in circles. */
    int64_t asked_at = flow ? flow->record.created_at : ctx->now;
    return session->auth_time < asked_at - demand->max_age_s;
}

static bool is_wrong_person(const struct authn_context *ctx, const struct authn_demand *demand,
    const struct authn_session *session)
{
    return demand->expected_subjects.n > 0 &&
           !str_array_has(demand->expected_subjects,
               subject_identifier(ctx->arena, &demand->sector, session->user_id));
}

static bool misses_essential_acr(
    const struct authn_demand *demand, const struct authn_session *session)
{
    if (!demand->acr_essential)
        return false;
    enum authn_acr wanted = authn_acr_wanted(demand->acr_values);
    return wanted == AUTHN_ACR_NONE || authn_acr_from_name(session->acr) < wanted;
}

static result_t need(
    struct authn_verdict *verdict, enum authn_need what, enum oauth_error_code error)
{
    verdict->need = what;
    verdict->error = error;
    return OK;
}

static result_t judge_consent(struct authn_context *ctx, const struct authn_demand *demand,
    const struct authn_flow *flow, const struct authn_session *session,
    struct authn_verdict *verdict)
{
    if (acted_in(flow, session) && str_present(flow->record.consented_scope)) {
        verdict->granted =
            (struct authn_granted){flow->record.consented_scope, flow->record.consented_claims};
        return OK;
    }
    TRY(authn_consent_judge(ctx, demand, session->user_id, &verdict->question));
    if (verdict->question.ask)
        return need(verdict, AUTHN_NEED_CONSENT, OAUTH_CONSENT_REQUIRED);
    verdict->granted = authn_consent_whole(ctx->arena, demand);
    return OK;
}

result_t authn_judge(struct authn_context *ctx, const struct authn_demand *demand,
    const struct authn_flow *flow, const struct authn_session *session,
    struct authn_verdict *verdict_out)
{
    *verdict_out = (struct authn_verdict){.need = AUTHN_NEED_NOTHING};
    if (lacks_sign_in(ctx, demand, flow, session))
        return need(verdict_out, AUTHN_NEED_SIGN_IN, OAUTH_LOGIN_REQUIRED);
    /* Somebody else than id_token_hint or the claims parameter says: one chance to sign in as that
     * person, then an error (OpenID Connect Core 3.1.2.1 and 3.1.2.2). */
    if (is_wrong_person(ctx, demand, session))
        return need(verdict_out, acted_in(flow, session) ? AUTHN_NEED_REFUSAL : AUTHN_NEED_SIGN_IN,
            OAUTH_LOGIN_REQUIRED);
    if (misses_essential_acr(demand, session))
        return need(verdict_out, AUTHN_NEED_REFUSAL, OAUTH_UNMET_AUTHENTICATION_REQUIREMENTS);
    return judge_consent(ctx, demand, flow, session, verdict_out);
}
