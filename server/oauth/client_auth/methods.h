/* Client authentication (RFC 6749, section 2.3; OpenID Connect Core, section 9). methods.c holds
 * the list; each method is one file. Discovery and registration read the same list.
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
    const char *const *algs; /* of its assertions, NULL-terminated; NULL: it has none */
    /* Whether the request carries this kind of proof. Methods that share the kind share the
     * function; the client's registration tells them apart. */
    bool (*presented)(const struct oauth_presented *presented);
    /* Whom the request names, absent for nobody; or what is wrong with its form. */
    struct oauth_error (*names)(
        struct oauth_context *ctx, const struct oauth_presented *presented, str_t *client_id_out);
    /* NULL in *refusal_out if the client is proven, else why not: static, for the log. */
    result_t (*proves)(struct oauth_context *ctx, const struct oauth_presented *presented,
        const struct oauth_client *client, const char **refusal_out);
};

extern const struct oauth_client_auth client_auth_none;
extern const struct oauth_client_auth client_auth_secret_basic;
extern const struct oauth_client_auth client_auth_secret_post;
extern const struct oauth_client_auth client_auth_secret_jwt;
extern const struct oauth_client_auth client_auth_private_key_jwt;

extern const struct oauth_client_auth *const oauth_client_auths[]; /* ends with NULL */

/* The entry of a method; each has one. */
const struct oauth_client_auth *oauth_client_auth(enum oauth_auth_method method);

/* Whether assertions of this method may be made with `alg`. */
bool client_auth_has_alg(const struct oauth_client_auth *method, str_t alg);

/* Which client speaks: *client_out, or *error_out says why nobody is believed. May block for
 * seconds, where a client's keys are fetched. */
MUST_USE result_t oauth_authenticate_client(struct oauth_context *ctx,
    const struct oauth_presented *presented, const struct oauth_client **client_out,
    struct oauth_error *error_out);

/* For endpoints that a public client has no business at (RFC 7662, section 2.1). */
MUST_USE result_t oauth_authenticate_confidential_client(struct oauth_context *ctx,
    const struct oauth_presented *presented, const struct oauth_client **client_out,
    struct oauth_error *error_out);

/* Nothing that a stranger could learn a client's registration from: one text for all. */
struct oauth_error client_auth_refuse(const char *detail);

/* Shared by the methods that name the client in the form. */
struct oauth_error client_auth_named_in_form(
    struct oauth_context *ctx, const struct oauth_presented *presented, str_t *client_id_out);

/* Shared by the methods that carry a secret: in time that says nothing of it. NULL if it is right.
 */
const char *client_auth_judge_secret(
    struct oauth_context *ctx, const struct oauth_client *client, str_t secret);

#endif
