#include "oidc/logout/end_session.h"

#include "base/buf.h"
#include "base/json_read.h"
#include "oauth/id_token_hint.h"
#include "oauth/params.h"
#include "oauth/registry.h"
#include "oauth/subject_identifier.h"

enum { RETURN_MAX_LEN = 8192 };

static result_t read_hint(struct oauth_context *ctx, str_t hint,
    struct end_session_request *request, str_t *client_id, struct oauth_error *error_out)
{
    json_auto_t *claims = NULL;

    if (!str_present(hint))
        return OK;
    TRY(id_token_hint_read(ctx, hint, &claims));
    if (!claims) {
        *error_out = id_token_hint_refuse(hint);
        return OK;
    }
    str_t audience = arena_str(ctx->arena, json_read_str(claims, "aud"));
    if (str_present(*client_id) && !str_eq(*client_id, audience)) {
        /* Section 2: both given, they must match. */
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "client_id contradicts id_token_hint");
        return OK;
    }
    *client_id = audience;
    request->hinted_subject = arena_str(ctx->arena, json_read_str(claims, "sub"));
    request->hinted_session_id = arena_str(ctx->arena, json_read_str(claims, "sid"));
    return OK;
}

/* Section 3: only to an address that this client registered for it. */
static struct oauth_error choose_return(
    struct oauth_context *ctx, const struct form *form, struct end_session_request *request)
{
    str_t uri = oauth_param(form, "post_logout_redirect_uri");
    str_t state = oauth_param(form, "state");

    if (!str_present(uri))
        return OAUTH_NONE;
    if (!request->client)
        return oauth_refuse(
            OAUTH_INVALID_REQUEST, "post_logout_redirect_uri needs id_token_hint or client_id");
    if (!str_array_has(request->client->post_logout_redirect_uris, uri))
        return oauth_refuse(OAUTH_INVALID_REQUEST, "post_logout_redirect_uri is not registered");

    buf_t address = buf_new(ctx->arena, RETURN_MAX_LEN);
    buf_put(&address, uri);
    if (str_present(state)) {
        buf_put_char(&address, str_contains_char(uri, '?') ? '&' : '?');
        buf_t query = buf_new(ctx->arena, RETURN_MAX_LEN);
        form_put(&query, STR("state"), state);
        buf_put(&address, buf_str(&query));
    }
    if (address.overflowed)
        return oauth_refuse(OAUTH_INVALID_REQUEST, "state is too long");
    request->return_to = buf_str(&address);
    return OAUTH_NONE;
}

result_t end_session_check(struct oauth_context *ctx, const struct form *form,
    struct end_session_request *request_out, struct oauth_error *error_out)
{
    str_t client_id = oauth_param(form, "client_id");

    *request_out = (struct end_session_request){.ui_locales = oauth_param(form, "ui_locales")};
    *error_out = OAUTH_NONE;
    if (oauth_params_repeated(form)) {
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "a parameter is repeated");
        return OK;
    }
    TRY(read_hint(ctx, oauth_param(form, "id_token_hint"), request_out, &client_id, error_out));
    if (oauth_failed(*error_out))
        return OK;
    if (str_present(client_id))
        TRY(oauth_client_find(ctx, client_id, &request_out->client));
    if (str_present(client_id) && (!request_out->client || !request_out->client->enabled)) {
        request_out->client = NULL;
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "the client is unknown or disabled");
        return OK;
    }
    *error_out = choose_return(ctx, form, request_out);
    return OK;
}

bool end_session_proven(struct oauth_context *ctx, const struct end_session_request *request,
    str_t session_id, str_t session_user_id)
{
    if (!str_present(request->hinted_subject))
        return false;
    struct oauth_sector sector = oauth_sector_of(ctx->settings, request->client);
    if (!str_eq(request->hinted_subject, subject_identifier(ctx->arena, &sector, session_user_id)))
        return false;
    return !str_present(request->hinted_session_id) ||
           str_eq(request->hinted_session_id, session_id);
}
