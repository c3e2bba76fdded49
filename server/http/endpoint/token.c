#include "http/endpoint/endpoints.h"
#include "http/endpoint/protocol.h"

#include "base/json_read.h"
#include "oauth/token.h"

/* RFC 6749, section 5.1. */
static json_t *render(const struct oauth_token_response *response)
{
    json_t *document = json_object();

    json_put_str(document, "access_token", response->access_token);
    json_put_str(document, "token_type", STR("Bearer"));
    json_put_int(document, "expires_in", response->expires_in_s);
    json_put_str(document, "refresh_token", response->refresh_token);
    json_put_str(document, "id_token", response->id_token);
    if (response->scope.len > 0)
        json_put_str(document, "scope", response->scope);
    return document;
}

result_t endpoint_token(struct http_exchange *x)
{
    struct oauth_context ctx = http_oauth_context(x);
    struct oauth_token_response response;
    struct oauth_error error;
    struct form form;

    if (!protocol_read_body(x, &form))
        return OK;
    struct oauth_presented presented = protocol_presented(x, &form);
    TRY(oauth_token(&ctx, &presented, &response, &error));
    if (oauth_failed(error))
        protocol_reply_error(x, error);
    else
        protocol_reply_json(x, 200, render(&response));
    return OK;
}
