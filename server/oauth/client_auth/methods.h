/* Client authentication (RFC 6749, section 2.3; OpenID Connect Core, section 9). methods.c holds
 * the list; each method is one file. Discovery reads the same list.
 */
#ifndef TESSERA_OAUTH_CLIENT_AUTH_METHODS_H
#define TESSERA_OAUTH_CLIENT_AUTH_METHODS_H

#include "base/form.h"
#include "oauth/client.h"
#include "oauth/error.h"

/* What a request carried that may prove a client. */
struct oauth_presented {
    bool basic;           /* an Authorization header of the scheme Basic */
    bool basic_malformed; /* which cannot be read */
    str_t basic_id;
    str_t basic_secret;
    const struct form *form;
};

struct oauth_client_auth {
    enum oauth_auth_method method;
    /* Whether the request carries this method's proof. */
    bool (*presented)(const struct oauth_presented *presented);
    bool (*proves)(struct oauth_context *ctx, const struct oauth_presented *presented,
        const struct oauth_client *client);
};

extern const struct oauth_client_auth client_auth_none;
extern const struct oauth_client_auth client_auth_secret_basic;
extern const struct oauth_client_auth client_auth_secret_post;

extern const struct oauth_client_auth *const oauth_client_auths[]; /* ends with NULL */

/* Which client speaks: *client_out, or *error_out says why nobody is believed. */
MUST_USE result_t oauth_authenticate_client(struct oauth_context *ctx,
    const struct oauth_presented *presented, const struct oauth_client **client_out,
    struct oauth_error *error_out);

/* For endpoints that a public client has no business at (RFC 7662, section 2.1). */
MUST_USE result_t oauth_authenticate_confidential_client(struct oauth_context *ctx,
    const struct oauth_presented *presented, const struct oauth_client **client_out,
    struct oauth_error *error_out);

/* Shared by the methods that carry a secret: in time that says nothing of it. */
bool oauth_client_secret_right(
    struct oauth_context *ctx, const struct oauth_client *client, str_t secret);

#endif
