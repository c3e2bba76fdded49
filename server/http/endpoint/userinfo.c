#include "oidc/userinfo.h"
#include "http/basic.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/protocol.h"
#include "oauth/params.h"

/* RFC 6750, sections 2.1 and 2.2: in the header, or in the body of a POST; never in the query, and
 * never both. *error_out is OAUTH_NONE and the token absent if there is none. */
static str_t find_token(struct http_exchange *x, struct oauth_error *error_out)
{
    str_t token = STR_NONE, in_body = STR_NONE;
    enum http_credentials header =
        http_bearer_parse(http_header(&x->request, "authorization"), &token);
    struct form form = {0};

    *error_out = OAUTH_NONE;
    if (header == HTTP_CREDENTIALS_MALFORMED)
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "the Authorization header cannot be read");
    if (x->request.method == HTTP_POST && x->request.body.len > 0) {
        if (form_parse(x->arena, x->request.body, &form) != FORM_OK || oauth_params_repeated(&form))
            *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "the body cannot be read");
        in_body = oauth_param(&form, "access_token");
    }
    if (str_present(token) && str_present(in_body))
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "the token is given twice");
    return str_present(token) ? token : in_body;
}

result_t endpoint_userinfo(struct http_exchange *x)
{
    struct oauth_context ctx = http_oauth_context(x);
    struct oauth_error error;
    struct oauth_answer answer;
    str_t token = find_token(x, &error);

    if (oauth_failed(error) || !str_present(token)) {
        protocol_reply_bearer_error(x, error);
        return OK;
    }
    TRY(oidc_userinfo(&ctx, token, &answer, &error));
    if (error.code == OAUTH_SERVER_ERROR || error.code == OAUTH_TEMPORARILY_UNAVAILABLE)
        protocol_reply_error(x, error); /* the token is good: no challenge */
    else if (oauth_failed(error))
        protocol_reply_bearer_error(x, error);
    else
        protocol_reply_answer(x, &answer, "application/jwt");
    return OK;
}
