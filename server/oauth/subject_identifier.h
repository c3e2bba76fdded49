/* By which name a client knows a person (OpenID Connect Core, section 8): by their id, or, in
 * pairwise form, by a name that only its sector shares, so that clients of different owners cannot
 * compare notes. Pure; any thread.
 */
#ifndef TESSERA_OAUTH_SUBJECT_IDENTIFIER_H
#define TESSERA_OAUTH_SUBJECT_IDENTIFIER_H

#include "oauth/client.h"

struct oauth_sector {
    str_t host;            /* the client's, in lower case; absent: it knows people by their id */
    const uint8_t *secret; /* OAUTH_SECRET_BYTES; borrowed */
};

struct oauth_sector oauth_sector_of(
    const struct oauth_settings *settings, const struct oauth_client *client);

/* In the arena, or `user_id` itself. The same for all nodes and for good: section 8.1 demands that
 * it is neither reversible nor the same for two sectors. */
str_t subject_identifier(arena_t *arena, const struct oauth_sector *sector, str_t user_id);

#endif
