/* Answers that travel in the form that their client registered. */
#ifndef TESSERA_OAUTH_ANSWER_H
#define TESSERA_OAUTH_ANSWER_H

#include "oauth/client.h"
#include "oauth/context.h"
#include "oauth/error.h"

/* A document, or a token that holds it. */
struct oauth_answer {
    json_t *document; /* own, json_decref; NULL if there is a token */
    str_t token;
};

/* The key that an answer in `form` is encrypted to; NULL if it is not encrypted at all. Call it
 * before anything is spent: where there is no key, *error_out says so, and there is no answer.
 * temporarily_unavailable if the client's keys cannot be had now, server_error if none of them
 * fits. May block for seconds. */
MUST_USE result_t oauth_answer_recipient(struct oauth_context *ctx,
    const struct oauth_client *client, const struct oauth_answer_form *form,
    const struct oauth_recipient **recipient_out, struct oauth_error *error_out);

/* The claims as a token in `form`, which says at least one way of securing it; `recipient` is the
 * one for this form, `typ` that of the signed token, NULL for none. */
MUST_USE result_t oauth_answer_secure(struct oauth_context *ctx,
    const struct oauth_answer_form *form, const struct oauth_recipient *recipient, const char *typ,
    const json_t *claims, str_t *token_out);

#endif
