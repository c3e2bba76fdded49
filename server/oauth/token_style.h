/* How an access token is made: as its APIs want it, else as its client chose. Pure; any thread. */
#ifndef TESSERA_OAUTH_TOKEN_STYLE_H
#define TESSERA_OAUTH_TOKEN_STYLE_H

#include "oauth/client.h"
#include "oauth/error.h"
#include "oauth/scope.h"

struct token_style {
    enum oauth_token_format format;
    const char *typ; /* of a JWT; static, one of token_typs */
    const char *alg; /* static */
};

/* "at+jwt" (RFC 9068, section 2.1), then "JWT" for APIs whose framework knows no other. Ends with
 * NULL. */
extern const char *const token_typs[];

/* The static name, or NULL. */
const char *token_typ_find(str_t name);

/* "jwt", "opaque"; false for another name. */
bool token_format_find(str_t name, enum oauth_token_format *format_out);

/* `audience` (words) may name several APIs. What one of them wants holds; when two want different
 * things no token is good for both: invalid_target, ask for them one by one (RFC 8707, section
 * 2.2). */
struct oauth_error token_style_choose(const struct scope_catalogue *catalogue,
    const struct oauth_client *client, str_t audience, struct token_style *style_out);

#endif
