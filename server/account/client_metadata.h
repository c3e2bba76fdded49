/* What a client may say about itself: RFC 7591 section 2, OpenID Connect Dynamic Registration 2,
 * RP-Initiated Logout 2.1, and Tessera's own members. One table of members and checks; a member
 * that is not in it is refused, never ignored: somebody meant something by it.
 */
#ifndef TESSERA_ACCOUNT_CLIENT_METADATA_H
#define TESSERA_ACCOUNT_CLIENT_METADATA_H

#include "base/arena.h"
#include "oauth/client.h"

struct client_metadata_problem {
    const char *member; /* its name; in the arena */
    const char *reason; /* a sentence without its subject: "must be an https URI"; as long */
};

/* The members that say how answers are encrypted, in pairs; ends with NULLs. */
struct client_metadata_encryption {
    const char *alg;
    const char *enc;
};
extern const struct client_metadata_encryption client_metadata_encryptions[];

/* True if a client of `type` may be registered with `metadata`, every member of which is judged by
 * itself, and then all together (redirect URIs and grants and authentication by type). Does not
 * know which scopes are registered, nor what is in a key: the caller looks. Pure. */
bool client_metadata_judge(arena_t *arena, enum oauth_client_type type, const json_t *metadata,
    struct client_metadata_problem *problem_out);

/* `metadata` with what the type's defaults add, so that what is stored says all; own. */
json_t *client_metadata_complete(enum oauth_client_type type, const json_t *metadata);

#endif
