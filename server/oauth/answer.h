/* Answers that travel in the form that their client registered. */
#ifndef TESSERA_OAUTH_ANSWER_H
#define TESSERA_OAUTH_ANSWER_H

#include "oauth/client.h"
#include "oauth/context.h"

/* A document, or a token that holds it. */
struct oauth_answer {
    json_t *document; /* own, json_decref; NULL if there is a token */
    str_t token;
};

/* The claims as a token in `form`, which says at least one way of securing it; `typ` is that of the
 * signed token, NULL for none. */
MUST_USE result_t oauth_answer_secure(struct oauth_context *ctx,
    const struct oauth_answer_form *form, const char *typ, const json_t *claims, str_t *token_out);

#endif
