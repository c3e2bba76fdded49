#include "oauth/revoke.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/protocol.h"

/* RFC 7009, section 2.2: 200 and nothing else, so no body and no type of one. */
result_t endpoint_revoke(struct http_exchange *x)
{
    struct oauth_context ctx = http_oauth_context(x);
    struct oauth_error error;
    struct form form;

    if (!protocol_read_body(x, &form))
        return OK;
    struct oauth_presented presented = protocol_presented(x, &form);
    TRY(oauth_revoke(&ctx, &presented, &error));
    if (oauth_failed(error))
        protocol_reply_error(x, error);
    else
        http_reply_empty(x, 200);
    return OK;
}
