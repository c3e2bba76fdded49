/* What a person allowed a client (OpenID Connect Core 3.1.2.4), remembered by client and person.
 */
#ifndef TESSERA_AUTHN_CONSENT_H
#define TESSERA_AUTHN_CONSENT_H

#include "authn/context.h"
#include "authn/demand.h"

enum { AUTHN_CONSENT_MAX_SCOPES = 64 };

struct authn_consent_scope {
    str_t name;
    bool fixed;      /* cannot be unticked: openid is what makes it a sign-in */
    bool remembered; /* allowed before */
};

/* What the page asks. */
struct authn_consent_question {
    bool ask;
    struct authn_consent_scope *scopes; /* all that the request asks for, in its order */
    size_t n_scopes;
    struct claims_wishes claims; /* and by name, beside them */
    str_t audiences;             /* each API that a token may be for, words */
};

/* What a person ticked, or what came of it: words. */
struct authn_granted {
    str_t scope;
    str_t claims; /* of those asked for by name */
};

/* Asks when something in the request is new (a claim of a scope that was allowed before is not), or
 * always with prompt=consent. A client of the house
 * (require_consent false) is asked for only with prompt=consent: the operator's setting is the
 * condition of OpenID Connect Core 11 for offline_access too. */
MUST_USE result_t authn_consent_judge(struct authn_context *ctx, const struct authn_demand *demand,
    str_t user_id, struct authn_consent_question *question_out);

/* What `ticked` (foreign) comes to: cut to the request, with the fixed scopes. In the arena. */
struct authn_granted authn_consent_granted(
    arena_t *arena, const struct authn_demand *demand, const struct authn_granted *ticked);

/* All that the request asks for. In the arena. */
struct authn_granted authn_consent_whole(arena_t *arena, const struct authn_demand *demand);

/* Remembers the answer. What was asked and not granted is no longer remembered; what other requests
 * of this client were allowed stays. */
MUST_USE result_t authn_consent_remember(struct authn_context *ctx,
    const struct authn_demand *demand, str_t user_id, const struct authn_granted *granted);

#endif
