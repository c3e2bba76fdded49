#include "base/json_read.h"
#include "oauth/authorize/checks.h"
#include "oauth/id_token_hint.h"

enum { HINT_MAX_LEN = 320 };

/* OpenID Connect Core 3.1.2.1: an ID Token of ours, expired or not, says whom the client expects.
 * The other hints help the person and bind nobody, so they are never refused. */
result_t check_hints(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    str_t hint = oauth_param(request->form, "id_token_hint");
    str_t login_hint = oauth_param(request->form, "login_hint");
    json_auto_t *claims = NULL;

    request->acr_values = oauth_param(request->form, "acr_values");
    request->ui_locales = oauth_param(request->form, "ui_locales");
    request->login_hint = login_hint.len <= HINT_MAX_LEN ? login_hint : STR_NONE;
    if (!str_present(hint))
        return OK;
    TRY(id_token_hint_read(ctx, hint, &claims));
    if (!claims) {
        *error_out = id_token_hint_refuse(hint);
        return OK;
    }
    /* Another client may know the person by another name. */
    if (!str_eq(json_read_str(claims, "aud"), request->client->id)) {
        *error_out =
            oauth_refuse(OAUTH_INVALID_REQUEST, "id_token_hint was issued to another client");
        return OK;
    }
    str_t *subject = ARENA_NEW(ctx->arena, str_t);
    *subject = arena_str(ctx->arena, json_read_str(claims, "sub"));
    request->expected_subjects = (str_array_t){subject, 1};
    return OK;
}
