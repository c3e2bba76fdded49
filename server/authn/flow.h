/* A person's way through the hosted pages, from an authorization request that cannot be answered at
 * once to its answer. The state is a row in the database, bound to one browser by the digest of a
 * cookie's secret: a flow cannot be finished in another browser than it began in (login CSRF,
 * stolen links). The row keeps the request as it came; the caller validates it anew at each step.
 */
#ifndef TESSERA_AUTHN_FLOW_H
#define TESSERA_AUTHN_FLOW_H

#include "authn/judge.h"

enum authn_flow_state {
    AUTHN_FLOW_IDENTIFY, /* somebody must be signed in */
    AUTHN_FLOW_SWITCH,   /* the same, and a session from before will not do */
    AUTHN_FLOW_FACTOR,   /* a second factor is due */
    AUTHN_FLOW_ACTION,   /* a required action is due (accept new terms, change the password) */
    AUTHN_FLOW_CONSENT,
    AUTHN_FLOW_FINISH, /* all is satisfied; who enters it answers the client */
    AUTHN_FLOW_DONE,
    AUTHN_FLOW_DENIED,
};
enum { AUTHN_FLOW_STATES = AUTHN_FLOW_DENIED + 1 };

enum authn_flow_event {
    AUTHN_FLOW_LACKS_SIGN_IN,
    AUTHN_FLOW_LACKS_FACTOR,
    AUTHN_FLOW_LACKS_ACTION,
    AUTHN_FLOW_LACKS_CONSENT,
    AUTHN_FLOW_LACKS_NOTHING,
    AUTHN_FLOW_WANTS_OTHER, /* "use another account" */
    AUTHN_FLOW_REFUSED,     /* by the person, or because no step can satisfy the request */
    AUTHN_FLOW_ANSWERED,
};
enum { AUTHN_FLOW_EVENTS = AUTHN_FLOW_ANSWERED + 1 };

/* FACTOR and ACTION are the places of schemes and actions to come: authn_judge names neither as
 * long as the password is the only scheme. */

struct authn_flow {
    struct authn_flow_record record;
    enum authn_flow_state state; /* the record's, parsed */
};

enum authn_page {
    AUTHN_PAGE_SIGN_IN,
    AUTHN_PAGE_CONSENT,
    AUTHN_PAGE_ANSWER, /* this call alone: issue the code for verdict.scope, then flow_answered */
    AUTHN_PAGE_REFUSE, /* this call alone: answer the client with verdict.error */
    AUTHN_PAGE_OVER,   /* finished, refused or taken by another request: offer to start again */
};

struct authn_step {
    enum authn_page page;
    struct authn_verdict verdict;
};

/* The one transition table. False if the event cannot happen in this state. */
bool authn_flow_next(
    enum authn_flow_state state, enum authn_flow_event event, enum authn_flow_state *next_out);

/* The state's name in the database ("consent"), and back; false for an unknown one. */
const char *authn_flow_state_name(enum authn_flow_state state);
bool authn_flow_state_parse(str_t name, enum authn_flow_state *state_out);

/* A new flow, 128-bit id, for a form-encoded authorization request that was found valid, in the
 * browser that holds `browser_secret` (authn/form_token.h). */
MUST_USE result_t authn_flow_start(
    struct authn_context *ctx, str_t request, str_t browser_secret, struct authn_flow **flow_out);

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

/* The person allowed the scopes `ticked` on the consent page, signed in as `session`. False in
 * *kept_out as above; also when the flow is not at consent. Step next. */
MUST_USE result_t authn_flow_allow(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session, str_t ticked,
    bool *kept_out);

/* The person said no: the caller that gets *denied_out true answers access_denied. */
MUST_USE result_t authn_flow_deny(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session, bool *denied_out);

/* "Use another account": the next step is the sign-in page, whoever is signed in. */
MUST_USE result_t authn_flow_switch_person(
    struct authn_context *ctx, struct authn_flow *flow, bool *switched_out);

/* After the answer to AUTHN_PAGE_ANSWER has been made. */
MUST_USE result_t authn_flow_answered(struct authn_context *ctx, struct authn_flow *flow);

#endif
