/* What the protocol endpoints share: forms in, JSON out, errors as RFC 6749 and RFC 6750 say. */
#ifndef TESSERA_HTTP_ENDPOINT_PROTOCOL_H
#define TESSERA_HTTP_ENDPOINT_PROTOCOL_H

#include "base/form.h"
#include "http/service.h"
#include "oauth/answer.h"
#include "oauth/client_auth/methods.h"
#include "oauth/error.h"

/* Parses a body of type application/x-www-form-urlencoded (RFC 6749, appendix B). False when it
 * replied with the refusal. */
bool protocol_read_body(struct http_exchange *x, struct form *form_out);

/* Parses the raw query. False when it replied with the refusal. */
bool protocol_read_query(struct http_exchange *x, struct form *form_out);

/* The client authentication that the request carries. */
struct oauth_presented protocol_presented(struct http_exchange *x, const struct form *form);

/* Takes `document`. Never cached (RFC 6749, section 5.1). */
void protocol_reply_json(struct http_exchange *x, int status, json_t *document);

/* Takes the document; a token has `jwt_type`. Never cached. */
void protocol_reply_answer(
    struct http_exchange *x, const struct oauth_answer *answer, const char *jwt_type);

/* {"error", "error_description"} with the error's status; a 401 to Basic names its scheme (RFC
 * 6749, section 5.2). */
void protocol_reply_error(struct http_exchange *x, struct oauth_error error);

/* For a resource reached with a bearer token (RFC 6750, section 3): the header says it all, the
 * body repeats it for people. OAUTH_NO_ERROR: the request carried no token at all. */
void protocol_reply_bearer_error(struct http_exchange *x, struct oauth_error error);

#endif
