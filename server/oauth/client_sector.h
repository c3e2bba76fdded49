/* The sector of a client with pairwise subjects (OpenID Connect Core, section 8.1; Dynamic
 * Registration, section 5). Pure; any thread.
 */
#ifndef TESSERA_OAUTH_CLIENT_SECTOR_H
#define TESSERA_OAUTH_CLIENT_SECTOR_H

#include "base/arena.h"

#include <jansson.h>

/* Whether the registration asks for pairwise subjects. */
bool oauth_client_is_pairwise(const json_t *metadata);

/* The host of sector_identifier_uri, else the one that all redirect URIs share, in lower case and
 * in the arena. Absent if the addresses have several, or none. */
str_t oauth_client_sector(arena_t *arena, const json_t *metadata);

#endif
