/* An authorization request (RFC 6749, section 4.1.1; OpenID Connect Core, section 3.1.2.1),
 * checked. The checks are a list in pipeline.c, each one file; they fill this struct in that order.
 */
#ifndef TESSERA_OAUTH_AUTHORIZE_REQUEST_H
#define TESSERA_OAUTH_AUTHORIZE_REQUEST_H

#include "base/form.h"
#include "oauth/client.h"
#include "oauth/error.h"
#include "oauth/scope.h"

struct authorize_response_mode;

/* Bits of authorize_request.prompt. */
enum authorize_prompt {
    PROMPT_NONE = 1,
    PROMPT_LOGIN = 2,
    PROMPT_CONSENT = 4,
    PROMPT_SELECT_ACCOUNT = 8,
};

enum { AUTHORIZE_NO_MAX_AGE = -1 };

struct authorize_request {
    const struct form *form;
    struct scope_catalogue catalogue;
    const struct oauth_client *client;
    str_t redirect_uri;      /* where answers go */
    bool redirect_uri_given; /* in the request; else the only registered one is meant */
    const struct authorize_response_mode *response_mode;
    str_t state;
    str_t scope;
    str_t resource; /* words; empty if none was named */
    str_t nonce;
    str_t code_challenge;
    unsigned prompt;
    int64_t max_age_s;
    str_t acr_values;   /* classes that the client is content with */
    bool acr_essential; /* and with no other */
    str_t login_hint;
    str_t ui_locales;
    str_array_t expected_subjects; /* as the client knows people: one of these; n 0: any */
    str_t claims; /* as claims_request_read cleans it; absent if none is asked for */
};

/* Why a request was refused, and whether the client may be told: only when client and redirect URI
 * are proven good (RFC 6749, section 4.1.2.1). */
struct authorize_refusal {
    struct oauth_error error;
    bool may_redirect; /* redirect_uri, response_mode and state of the request are set */
};

/* Runs every check. `refusal_out->error` is OAUTH_NONE for a good request. The form must outlive
 * the request. */
MUST_USE result_t authorize_check(struct oauth_context *ctx, const struct form *form,
    struct authorize_request *request_out, struct authorize_refusal *refusal_out);

/* The values of `prompt` that are served; for discovery. Ends with NULL. */
extern const char *const authorize_prompts[];

#endif
