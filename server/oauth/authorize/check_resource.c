#include "oauth/audience.h"
#include "oauth/authorize/checks.h"

/* RFC 8707, section 2: a resource that this client could have no scope for is no target. One of
 * which it asks for no scope is: many clients know the API alone. The consent page names it. */
result_t check_resource(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    struct audience_question question = {
        .catalogue = &request->catalogue,
        .scope = request->client->scope,
        .requested = oauth_param_all(ctx->arena, request->form, "resource"),
    };
    str_t audience, scope;

    request->resource = STR("");
    if (question.requested.n == 0)
        return OK;
    *error_out = audience_choose(ctx, &question, &audience, &scope);
    if (!oauth_failed(*error_out))
        request->resource = audience;
    return OK;
}
