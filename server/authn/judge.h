/* Is what the request demands of the person satisfied, and if not, what comes next? A question
 * without side effects, asked at the authorization endpoint (no flow yet) and at each step of a
 * flow.
 */
#ifndef TESSERA_AUTHN_JUDGE_H
#define TESSERA_AUTHN_JUDGE_H

#include "authn/consent.h"
#include "oauth/error.h"

struct authn_flow;

enum authn_need {
    AUTHN_NEED_NOTHING,
    AUTHN_NEED_SIGN_IN,
    AUTHN_NEED_CONSENT,
    AUTHN_NEED_REFUSAL, /* no step of the person can satisfy it */
};

struct authn_verdict {
    enum authn_need need;
    /* What prompt=none is answered with (OpenID Connect Core 3.1.2.6), and what ends the flow when
     * the need is AUTHN_NEED_REFUSAL. OAUTH_NO_ERROR when nothing is needed. */
    enum oauth_error_code error;
    struct authn_consent_question question; /* when consent is needed */
    struct authn_granted granted;           /* when nothing is needed */
};

/* `flow` and `session` may be NULL: no flow yet, nobody signed in. */
MUST_USE result_t authn_judge(struct authn_context *ctx, const struct authn_demand *demand,
    const struct authn_flow *flow, const struct authn_session *session,
    struct authn_verdict *verdict_out);

#endif
