/* The grants of the token endpoint: the list is in grants.c, each grant is one file. */
#ifndef TESSERA_OAUTH_GRANT_GRANTS_H
#define TESSERA_OAUTH_GRANT_GRANTS_H

#include "oauth/client.h"
#include "oauth/context.h"
#include "oauth/error.h"
#include "oauth/token_response.h"
#include "oauth/token_style.h"

struct oauth_grant_request {
    const struct oauth_client *client; /* proven, and registered for the grant */
    const struct form *form;
};

struct oauth_grant_handler {
    enum oauth_grant_type type;
    /* Checks everything that can be refused, then spends what may be spent only once, then issues.
     * A refusal in *error_out leaves the response unused. */
    result_t (*issue)(struct oauth_context *ctx, const struct oauth_grant_request *request,
        struct oauth_token_response *response_out, struct oauth_error *error_out);
};

extern const struct oauth_grant_handler grant_authorization_code;
extern const struct oauth_grant_handler grant_refresh_token;
extern const struct oauth_grant_handler grant_client_credentials;

const struct oauth_grant_handler *oauth_grant_handler(enum oauth_grant_type type);

/* What the grants by a person share: tokens of a grant that stands. `generation` is that of the
 * refresh token to hand out; 0: none. */
struct grant_issue {
    const struct oauth_client *client;
    const struct oauth_grant *grant;
    const struct oauth_subject *subject;
    str_t scope;
    str_t audience;
    struct token_style style;
    int64_t generation;
    const struct oauth_recipient *recipient; /* of the ID Token; NULL: not encrypted */
};
MUST_USE result_t oauth_grant_issue(struct oauth_context *ctx, const struct grant_issue *issue,
    struct oauth_token_response *response_out);

/* Whom the ID Token of this grant will be encrypted to, if there will be one and it is; before
 * anything is spent (oauth/answer.h). */
MUST_USE result_t oauth_grant_recipient(struct oauth_context *ctx,
    const struct oauth_client *client, const struct oauth_grant *grant,
    const struct oauth_recipient **recipient_out, struct oauth_error *error_out);

/* NULL in *subject_out if the person is gone or disabled. */
MUST_USE result_t oauth_grant_subject(struct oauth_context *ctx, const struct oauth_grant *grant,
    const struct oauth_subject **subject_out);

/* The end of the next refresh token: idle lifetime, within the grant's own end. */
int64_t oauth_refresh_end(const struct oauth_context *ctx, const struct oauth_grant *grant);

#endif
