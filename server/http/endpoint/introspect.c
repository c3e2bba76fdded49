#include "oauth/introspect.h"
#include "http/accept.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/protocol.h"

#define JWT_TYPE "application/token-introspection+jwt" /* RFC 9701, section 4 */

result_t endpoint_introspect(struct http_exchange *x)
{
    struct oauth_context ctx = http_oauth_context(x);
    struct oauth_error error;
    struct form form;
    struct oauth_answer answer;
    bool as_jwt = http_asks_for(http_header(&x->request, "accept"), STR(JWT_TYPE));

    if (!protocol_read_body(x, &form))
        return OK;
    struct oauth_presented presented = protocol_presented(x, &form);
    TRY(oauth_introspect(&ctx, &presented, as_jwt, &answer, &error));
    if (oauth_failed(error))
        protocol_reply_error(x, error);
    else
        protocol_reply_answer(x, &answer, JWT_TYPE);
    return OK;
}
