/* OpenID Connect Back-Channel Logout 1.0: a relying party is told, from server to server, that a
 * session of a person has ended. What is sent and what the answer means; who sends it, and when
 * again, is notify's.
 */
#ifndef TESSERA_OIDC_LOGOUT_BACKCHANNEL_H
#define TESSERA_OIDC_LOGOUT_BACKCHANNEL_H

#include "oauth/client.h"

/* Section 4: at most two minutes, so that a token that leaks is soon of no use. */
enum { BACKCHANNEL_TOKEN_S = 120 };

struct backchannel_logout {
    str_t client_id;
    str_t user_id;
    str_t session_id; /* absent: all sessions of the person at this relying party */
    str_t jti;        /* of this try alone: another try is another token */
};

enum backchannel_outcome {
    BACKCHANNEL_DONE,    /* the relying party has ended its session */
    BACKCHANNEL_NOBODY,  /* the client is gone, or does not want to be told any more */
    BACKCHANNEL_FAILED,  /* it could not be asked, or had trouble of its own */
    BACKCHANNEL_REFUSED, /* it does not take this token, and will not */
};

struct backchannel_answer {
    enum backchannel_outcome outcome;
    str_t why; /* for the log; absent if it is done */
};

/* Makes a Logout Token, signed and perhaps encrypted as the client's ID Tokens are, and posts it to
 * the client's backchannel_logout_uri. Blocks for seconds at most. */
MUST_USE result_t backchannel_logout_tell(struct oauth_context *ctx,
    const struct backchannel_logout *logout, struct backchannel_answer *answer_out);

#endif
