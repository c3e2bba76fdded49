/* How the answer of the authorization endpoint reaches the client (OAuth 2.0 Multiple Response Type
 * Encoding Practices; OAuth 2.0 Form Post Response Mode). Each mode is one file.
 */
#ifndef TESSERA_OAUTH_AUTHORIZE_RESPONSE_H
#define TESSERA_OAUTH_AUTHORIZE_RESPONSE_H

#include "oauth/authorize/request.h"

enum { AUTHORIZE_MAX_FIELDS = 6 };

struct authorize_field {
    const char *name;
    str_t value;
};

/* What the browser is told to do: follow `location`, or, when that is absent, post the fields to
 * `action` from a page. */
struct authorize_response {
    str_t location;
    str_t action;
    struct authorize_field fields[AUTHORIZE_MAX_FIELDS];
    size_t n_fields;
};

struct authorize_response_mode {
    const char *name;
    void (*deliver)(arena_t *arena, str_t redirect_uri, struct authorize_response *response);
};

extern const struct authorize_response_mode response_mode_query;
extern const struct authorize_response_mode response_mode_fragment;
extern const struct authorize_response_mode response_mode_form_post;

extern const struct authorize_response_mode *const authorize_response_modes[]; /* ends with NULL */

/* The fields as application/x-www-form-urlencoded; shared by query and fragment. */
str_t authorize_fields_encode(arena_t *arena, const struct authorize_response *response);

/* RFC 6749, section 4.1.2.1, with `state` and `iss` (RFC 9207). Only for a request whose refusal
 * may redirect. */
struct authorize_response authorize_refuse(
    struct oauth_context *ctx, const struct authorize_request *request, struct oauth_error error);

/* Who allowed it, and how they signed in. */
struct authorize_person {
    str_t user_id;
    str_t session_id;
    int64_t session_expires_at;
    int64_t auth_time;
    str_t amr;
    str_t acr;
};

/* What they allowed. */
struct authorize_granted {
    str_t scope;
    str_t claims; /* by name (oidc/requested_claims.h); absent: none */
};

/* Makes the grant and its code, of which only the digest is kept, and answers with it. */
MUST_USE result_t authorize_issue_code(struct oauth_context *ctx,
    const struct authorize_request *request, const struct authorize_person *person,
    const struct authorize_granted *granted, struct authorize_response *response_out);

#endif
