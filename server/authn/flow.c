#include "authn/flow.h"

#include "crypto/digest.h"

#include <assert.h>
#include <stdlib.h>

enum {
    ID_BYTES = 16,
    ID_LEN = 22,    /* base64url of the id */
    STEP_TRIES = 3, /* requests of one browser that race for one flow */
};

static result_t adopt(struct authn_flow *flow, const struct authn_flow_record *record)
{
    flow->record = *record;
    if (!authn_flow_state_parse(record->state, &flow->state) ||
        !authn_flow_target_parse(record->target, &flow->target))
        return result_fail(RESULT_CORRUPT, "a flow's state or target is unknown");
    return OK;
}

result_t authn_flow_start(struct authn_context *ctx, enum authn_flow_target target, str_t request,
    str_t browser_secret, struct authn_flow **flow_out)
{
    struct authn_flow *flow = ARENA_NEW(ctx->arena, struct authn_flow);

    flow->state = AUTHN_FLOW_IDENTIFY;
    flow->target = target;
    flow->record = (struct authn_flow_record){
        .id = random_token(ctx->arena, ctx->random, ID_BYTES),
        .browser_digest = digest_token(ctx->arena, browser_secret),
        .state = str_from_cstr(authn_flow_state_name(flow->state)),
        .target = str_from_cstr(authn_flow_target_name(target)),
        .request = request,
        .created_at = ctx->now,
        .expires_at = ctx->now + ctx->settings->flow_lifetime_s,
    };
    TRY(ctx->store->flow_add(ctx->store->self, &flow->record));
    *flow_out = flow;
    return OK;
}

result_t authn_flow_load(
    struct authn_context *ctx, str_t flow_id, str_t browser_secret, struct authn_flow **flow_out)
{
    const struct authn_flow_record *record = NULL;

    *flow_out = NULL;
    if (flow_id.len != ID_LEN || !str_is_clean_utf8(flow_id) ||
        !authn_token_well_formed(browser_secret))
        return OK;
    TRY(ctx->store->flow_find(ctx->store->self, ctx->arena, flow_id, ctx->now, &record));
    if (record == NULL ||
        !digest_equal(record->browser_digest, digest_token(ctx->arena, browser_secret)))
        return OK;
    struct authn_flow *flow = ARENA_NEW(ctx->arena, struct authn_flow);
    TRY(adopt(flow, record));
    *flow_out = flow;
    return OK;
}

/* The one function that changes the state, of the row and then of the struct. */
/* Nothing was consented to. */
static const struct authn_granted no_consent;

static struct authn_granted consent_of(const struct authn_flow *flow)
{
    return (struct authn_granted){flow->record.consented_scope, flow->record.consented_claims};
}

static result_t move(struct authn_context *ctx, struct authn_flow *flow, enum authn_flow_state to,
    str_t session_id, struct authn_granted consented, bool *moved_out)
{
    struct authn_flow_record moved = flow->record;

    moved.state = str_from_cstr(authn_flow_state_name(to));
    moved.session_id = session_id;
    moved.consented_scope = consented.scope;
    moved.consented_claims = consented.claims;
    TRY(ctx->store->flow_advance(ctx->store->self, &moved, flow->record.state, moved_out));
    if (*moved_out)
        return adopt(flow, &moved);
    return OK;
}

static bool is_over(enum authn_flow_state state)
{
    return state == AUTHN_FLOW_FINISH || state == AUTHN_FLOW_DONE || state == AUTHN_FLOW_DENIED;
}

static enum authn_flow_event event_of(enum authn_need need)
{
    switch (need) {
    case AUTHN_NEED_NOTHING:
        return AUTHN_FLOW_LACKS_NOTHING;
    case AUTHN_NEED_SIGN_IN:
        return AUTHN_FLOW_LACKS_SIGN_IN;
    case AUTHN_NEED_CONSENT:
        return AUTHN_FLOW_LACKS_CONSENT;
    case AUTHN_NEED_REFUSAL:
        return AUTHN_FLOW_REFUSED;
    }
    abort();
}

static enum authn_page page_of(enum authn_need need)
{
    switch (need) {
    case AUTHN_NEED_NOTHING:
        return AUTHN_PAGE_ANSWER;
    case AUTHN_NEED_SIGN_IN:
        return AUTHN_PAGE_SIGN_IN;
    case AUTHN_NEED_CONSENT:
        return AUTHN_PAGE_CONSENT;
    case AUTHN_NEED_REFUSAL:
        return AUTHN_PAGE_REFUSE;
    }
    abort();
}

/* Who acts in the flow once it stands at `need`: consent and the answer are for this session. */
static str_t actor_of(
    const struct authn_flow *flow, enum authn_need need, const struct authn_session *session)
{
    if (need == AUTHN_NEED_CONSENT || need == AUTHN_NEED_NOTHING)
        return session->id;
    return flow->record.session_id;
}

static bool same(str_t a, str_t b)
{
    return str_present(a) == str_present(b) && (!str_present(a) || str_eq(a, b));
}

/* One try. *settled_out false: another request moved the flow first. */
static result_t try_step(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session, struct authn_step *step,
    bool *settled_out)
{
    enum authn_flow_state next;

    *settled_out = true;
    step->page = AUTHN_PAGE_OVER;
    if (is_over(flow->state))
        return OK;
    TRY(authn_judge(ctx, demand, flow, session, &step->verdict));
    bool possible = authn_flow_next(flow->state, event_of(step->verdict.need), &next);
    assert(possible);
    (void)possible;

    str_t actor = actor_of(flow, step->verdict.need, session);
    bool same_actor = same(actor, flow->record.session_id);
    /* What one session allowed does not count for the next. */
    struct authn_granted consented = same_actor ? consent_of(flow) : no_consent;
    if (next != flow->state || !same_actor)
        TRY(move(ctx, flow, next, actor, consented, settled_out));
    if (*settled_out)
        step->page = page_of(step->verdict.need);
    return OK;
}

result_t authn_flow_step(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session,
    struct authn_step *step_out)
{
    for (int i = 0; i < STEP_TRIES; i++) {
        const struct authn_flow_record *record = NULL;
        bool settled = false;

        TRY(try_step(ctx, flow, demand, session, step_out, &settled));
        if (settled)
            return OK;
        TRY(ctx->store->flow_find(
            ctx->store->self, ctx->arena, flow->record.id, ctx->now, &record));
        if (record == NULL)
            return OK;
        TRY(adopt(flow, record));
    }
    return OK;
}

result_t authn_flow_signed_in(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_session *session, bool *kept_out)
{
    *kept_out = false;
    if (is_over(flow->state))
        return OK;
    return move(ctx, flow, flow->state, session->id, no_consent, kept_out);
}

result_t authn_flow_allow(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session,
    const struct authn_granted *ticked, bool *kept_out)
{
    *kept_out = false;
    /* The page was made for one session: an answer does not count for whoever signed in since. */
    if (flow->state != AUTHN_FLOW_CONSENT || !same(flow->record.session_id, session->id))
        return OK;
    struct authn_granted granted = authn_consent_granted(ctx->arena, demand, ticked);
    TRY(move(ctx, flow, AUTHN_FLOW_CONSENT, session->id, granted, kept_out));
    return *kept_out ? authn_consent_remember(ctx, demand, session->user_id, &granted) : OK;
}

result_t authn_flow_deny(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session, bool *denied_out)
{
    enum authn_flow_state next;

    *denied_out = false;
    if (!authn_flow_next(flow->state, AUTHN_FLOW_REFUSED, &next))
        return OK;
    TRY(move(ctx, flow, next, flow->record.session_id, no_consent, denied_out));
    if (*denied_out)
        authn_audit(ctx, &(struct oauth_audit_event){.name = "consent.denied",
                             .success = true,
                             .user_id = session ? session->user_id : STR_NONE,
                             .client_id = demand->client_id});
    return OK;
}

result_t authn_flow_switch_person(
    struct authn_context *ctx, struct authn_flow *flow, bool *switched_out)
{
    enum authn_flow_state next;

    *switched_out = false;
    if (!authn_flow_next(flow->state, AUTHN_FLOW_WANTS_OTHER, &next))
        return OK;
    return move(ctx, flow, next, STR_NONE, no_consent, switched_out);
}

result_t authn_flow_answered(struct authn_context *ctx, struct authn_flow *flow)
{
    enum authn_flow_state next;
    bool moved = false;

    if (!authn_flow_next(flow->state, AUTHN_FLOW_ANSWERED, &next))
        return OK;
    return move(ctx, flow, next, flow->record.session_id, consent_of(flow), &moved);
}
