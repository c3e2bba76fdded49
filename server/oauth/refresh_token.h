/* Refresh tokens are derived, not kept: grant id, generation, and an HMAC over both under a sealed
 * key. The store knows only which generation is alive, so a repeat can be answered with the very
 * same successor, and a digest table leaks nothing. Pure; any thread.
 */
#ifndef TESSERA_OAUTH_REFRESH_TOKEN_H
#define TESSERA_OAUTH_REFRESH_TOKEN_H

#include "oauth/context.h"

struct refresh_token {
    str_t grant_id;
    int64_t generation; /* from 1 */
};

str_t refresh_token_write(struct oauth_context *ctx, str_t grant_id, int64_t generation);

/* False for anything that was not made by refresh_token_write under this key. */
bool refresh_token_read(struct oauth_context *ctx, str_t text, struct refresh_token *token_out);

#endif
