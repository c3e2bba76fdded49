#include "oauth/introspect.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/protocol.h"

result_t endpoint_introspect(struct http_exchange *x)
{
    struct oauth_context ctx = http_oauth_context(x);
    struct oauth_error error;
    struct form form;
    json_t *answer;

    if (!protocol_read_body(x, &form))
        return OK;
    struct oauth_presented presented = protocol_presented(x, &form);
    TRY(oauth_introspect(&ctx, &presented, &answer, &error));
    if (answer)
        protocol_reply_json(x, 200, answer);
    else
        protocol_reply_error(x, error);
    return OK;
}
