/* For which APIs an access token is: resource indicators (RFC 8707) and the audiences of scopes. */
#ifndef TESSERA_OAUTH_AUDIENCE_H
#define TESSERA_OAUTH_AUDIENCE_H

#include "oauth/error.h"
#include "oauth/scope.h"

enum { AUDIENCE_MAX_RESOURCES = 8, AUDIENCE_MAX_LEN = 512 };

/* RFC 8707, section 2: an absolute URI without a fragment; bounded, without spaces. */
bool audience_resource_valid(str_t resource);

/* What was granted, and the resources that a request names. */
struct audience_question {
    const struct scope_catalogue *catalogue;
    str_t scope;
    str_t resource;        /* granted at authorization; empty if none was named */
    str_array_t requested; /* of this request */
};

/* The APIs (words) that tokens of a grant may be for: `resource`, else the audiences of `scope`. */
str_t audience_of_grant(
    arena_t *arena, const struct scope_catalogue *catalogue, str_t scope, str_t resource);

/* What is left of the resources that were asked for beside the scopes `asked`, where the person
 * allowed `granted` of these: who declines every scope of an API declines the API. One of which no
 * scope was asked for stands, as the consent page named it. */
str_t audience_allowed(arena_t *arena, const struct scope_catalogue *catalogue, str_t resource,
    str_t asked, str_t granted);

/* The exact `aud` (words), and the scope cut to it. Without `resource`: what was granted, else the
 * audiences of the scopes, else the issuer. A resource beyond the grant is invalid_target. */
struct oauth_error audience_choose(struct oauth_context *ctx,
    const struct audience_question *question, str_t *audience_out, str_t *scope_out);

/* Sets `aud` from words: one stands alone, several are a list (RFC 7519, section 4.1.3). */
void audience_put(json_t *object, str_t audience);

#endif
