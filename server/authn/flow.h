/* A person's way through the hosted pages, from an authorization request that cannot be answered at
 * once to its answer, or to a page of our own (authn/entry.h). The state is a row in the database,
 * bound to one browser by the digest of a cookie's secret: a flow cannot be finished in another
 * browser than it began in (login CSRF, stolen links). The row keeps the request as it came; the
 * caller validates it anew at each step.
 */
#ifndef TESSERA_AUTHN_FLOW_H
#define TESSERA_AUTHN_FLOW_H

#include "authn/flow_state.h"
#include "authn/judge.h"

enum authn_page {
    AUTHN_PAGE_SIGN_IN,
    AUTHN_PAGE_CONSENT,
    AUTHN_PAGE_ANSWER, /* this call alone: send on with verdict.granted, then flow_answered */
    AUTHN_PAGE_REFUSE, /* this call alone: answer with verdict.error */
    AUTHN_PAGE_OVER,   /* finished, refused or taken by another request: offer to start again */
};

struct authn_step {
    enum authn_page page;
    struct authn_verdict verdict;
};

/* A new flow, 128-bit id, for a form-encoded request of that kind that was found valid, in the
 * browser that holds `browser_secret` (authn/form_token.h). */
MUST_USE result_t authn_flow_start(struct authn_context *ctx, enum authn_flow_target target,
    str_t request, str_t browser_secret, struct authn_flow **flow_out);

/* NULL in *flow_out if it is unknown, expired, or another browser's: the three look the same. */
MUST_USE result_t authn_flow_load(
    struct authn_context *ctx, str_t flow_id, str_t browser_secret, struct authn_flow **flow_out);

/* Judges and moves on: which page comes next. AUTHN_PAGE_ANSWER comes exactly once in the life of a
 * flow, however many requests race for it, so that one flow issues one code. `session` is the
 * browser's, or NULL. */
MUST_USE result_t authn_flow_step(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session,
    struct authn_step *step_out);

/* The person signed in with `session` inside this flow. *kept_out false: the flow has moved on in
 * another request meanwhile (the session stands nevertheless). */
MUST_USE result_t authn_flow_signed_in(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_session *session, bool *kept_out);

/* The person allowed what is `ticked` on the consent page, signed in as `session`. False in
 * *kept_out as above; also when the flow is not at consent. Step next. */
MUST_USE result_t authn_flow_allow(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session,
    const struct authn_granted *ticked, bool *kept_out);

/* The person said no: the caller that gets *denied_out true answers access_denied. */
MUST_USE result_t authn_flow_deny(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session, bool *denied_out);

/* "Use another account": the next step is the sign-in page, whoever is signed in. */
MUST_USE result_t authn_flow_switch_person(
    struct authn_context *ctx, struct authn_flow *flow, bool *switched_out);

/* After the answer to AUTHN_PAGE_ANSWER has been made. */
MUST_USE result_t authn_flow_answered(struct authn_context *ctx, struct authn_flow *flow);

#endif
