#include "oauth/authorize/response.h"

#include "base/buf.h"
#include "base/form.h"
#include "crypto/digest.h"
#include "oauth/audience.h"
#include "oauth/subject_identifier.h"

enum { ENCODED_MAX_LEN = 16384 };

const struct authorize_response_mode *const authorize_response_modes[] = {
    &response_mode_query, &response_mode_fragment, &response_mode_form_post, NULL};

str_t authorize_fields_encode(arena_t *arena, const struct authorize_response *response)
{
    buf_t text = buf_new(arena, ENCODED_MAX_LEN);

    for (size_t i = 0; i < response->n_fields; i++)
        form_put(&text, str_from_cstr(response->fields[i].name), response->fields[i].value);
    return buf_str(&text);
}

static void add(struct authorize_response *response, const char *name, str_t value)
{
    if (str_present(value))
        response->fields[response->n_fields++] = (struct authorize_field){name, value};
}

/* RFC 9207: `iss` tells the client which server answered (mix-up attacks). */
static void deliver(struct oauth_context *ctx, const struct authorize_request *request,
    struct authorize_response *response)
{
    add(response, "state", request->state);
    add(response, "iss", ctx->settings->issuer);
    request->response_mode->deliver(ctx->arena, request->redirect_uri, response);
}

struct authorize_response authorize_refuse(
    struct oauth_context *ctx, const struct authorize_request *request, struct oauth_error error)
{
    struct authorize_response response = {0};

    add(&response, "error", str_from_cstr(oauth_error_name(error.code)));
    add(&response, "error_description", str_from_cstr(error.description));
    deliver(ctx, request, &response);
    return response;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* A grant ends with the session that gave it, unless the person agreed to access while they are
 * away (OpenID Connect Core, section 11); but what hangs on the code lives as long as it says. */
static int64_t grant_end(
    const struct oauth_context *ctx, const struct authorize_person *person, str_t granted_scope)
{
    int64_t tokens_end =
        ctx->now + ctx->settings->code_lifetime_s + ctx->settings->access_lifetime_s;

    if (str_list_has(granted_scope, STR("offline_access")))
        return later(tokens_end, ctx->now + ctx->settings->refresh_absolute_s);
    return later(tokens_end, person->session_expires_at);
}

/* Who named APIs of which the person allowed none gets tokens for no API, rather than for those of
 * the scopes that are left. */
static str_t granted_resource(struct oauth_context *ctx, const struct authorize_request *request,
    const struct authorize_granted *granted)
{
    str_t resource = audience_allowed(
        ctx->arena, &request->catalogue, request->resource, request->scope, granted->scope);

    return request->resource.len > 0 && resource.len == 0 ? ctx->settings->issuer : resource;
}

enum { GRANT_ID_BYTES = 16, CODE_BYTES = 32 };

result_t authorize_issue_code(struct oauth_context *ctx, const struct authorize_request *request,
    const struct authorize_person *person, const struct authorize_granted *granted,
    struct authorize_response *response_out)
{
    struct oauth_sector sector = oauth_sector_of(ctx->settings, request->client);
    str_t code = random_token(ctx->arena, ctx->random, CODE_BYTES);
    struct oauth_grant grant = {
        .id = random_token(ctx->arena, ctx->random, GRANT_ID_BYTES),
        .client_id = request->client->id,
        .user_id = person->user_id,
        .subject = subject_identifier(ctx->arena, &sector, person->user_id),
        .session_id = person->session_id,
        .scope = granted->scope,
        .resource = granted_resource(ctx, request, granted),
        .claims = granted->claims,
        .nonce = request->nonce,
        .auth_time = person->auth_time,
        .amr = person->amr,
        .acr = person->acr,
        .code_digest = digest_token(ctx->arena, code),
        .code_expires_at = ctx->now + ctx->settings->code_lifetime_s,
        .redirect_uri = request->redirect_uri_given ? request->redirect_uri : STR(""),
        .code_challenge = request->code_challenge,
        .created_at = ctx->now,
        .expires_at = grant_end(ctx, person, granted->scope),
    };

    bool added = false;

    TRY(ctx->store->grant_add(ctx->store->self, &grant, &added));
    if (!added) {
        *response_out = authorize_refuse(
            ctx, request, oauth_refuse(OAUTH_LOGIN_REQUIRED, "the session ended meanwhile"));
        return OK;
    }
    oauth_audit_success(ctx, "code.issued", person->user_id, request->client->id);
    *response_out = (struct authorize_response){0};
    add(response_out, "code", code);
    deliver(ctx, request, response_out);
    return OK;
}
