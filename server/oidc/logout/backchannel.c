#include "oidc/logout/backchannel.h"

#include "base/form.h"
#include "base/json_read.h"
#include "oauth/answer.h"
#include "oauth/registry.h"
#include "oauth/subject_identifier.h"

enum { ERROR_BODY_MAX = 4096, FORM_BYTES_MAX = 64 * 1024 };

/* Section 2.4: a member of `events` says what the token is, and there is no nonce, so that nobody
 * takes it for an ID Token. */
static json_t *claims_of(struct oauth_context *ctx, const struct oauth_client *client,
    const struct backchannel_logout *logout)
{
    struct oauth_sector sector = oauth_sector_of(ctx->settings, client);
    json_t *claims = json_object();

    json_put_str(claims, "iss", ctx->settings->issuer);
    json_put_str(claims, "sub", subject_identifier(ctx->arena, &sector, logout->user_id));
    json_put_str(claims, "aud", logout->client_id);
    json_put_int(claims, "iat", ctx->now);
    json_put_int(claims, "exp", ctx->now + BACKCHANNEL_TOKEN_S);
    json_put_str(claims, "jti", logout->jti);
    json_put_str(claims, "sid", logout->session_id);
    json_object_set_new(claims, "events",
        json_pack("{s:{}}", "http://schemas.openid.net/event/backchannel-logout"));
    return claims;
}

static struct backchannel_answer answer(enum backchannel_outcome outcome, const char *why)
{
    return (struct backchannel_answer){outcome, str_from_cstr(why)};
}

/* *form_out is absent if the client's keys cannot be had for the encryption: then the answer says
 * so. */
static result_t write_form(struct oauth_context *ctx, const struct oauth_client *client,
    const struct backchannel_logout *logout, str_t *form_out, struct backchannel_answer *answer_out)
{
    const struct oauth_recipient *recipient = NULL;
    struct oauth_error error;
    buf_t form = buf_new(ctx->arena, FORM_BYTES_MAX);
    str_t token;

    *form_out = STR_NONE;
    TRY(oauth_answer_recipient(ctx, client, &client->id_token, &recipient, &error));
    if (oauth_failed(error)) {
        *answer_out = answer(BACKCHANNEL_FAILED, error.detail);
        return OK;
    }
    json_auto_t *claims = claims_of(ctx, client, logout);
    TRY(oauth_answer_secure(ctx, &client->id_token, recipient, "logout+jwt", claims, &token));
    form_put(&form, STR("logout_token"), token);
    *form_out = buf_str(&form);
    return OK;
}

/* Section 2.8: the error and its description, as RFC 6749, 5.2, has them. */
static str_t refusal(struct oauth_context *ctx, const struct oauth_fetched *fetched)
{
    json_auto_t *body = json_read_object(fetched->body, ERROR_BODY_MAX);
    str_t error = json_read_str(body, "error");
    str_t description = json_read_str(body, "error_description");

    return arena_printf(ctx->arena, "status %d%s%.*s%s%.*s", fetched->status,
        str_present(error) ? ": " : "", STR_ARG(error), str_present(description) ? ", " : "",
        STR_ARG(description));
}

/* 200 is right, and frameworks make 204 of it (section 2.8). Other than a refusal, a server's own
 * trouble, a timeout (408) and a limit (425, 429) may pass. */
static struct backchannel_answer judge(
    struct oauth_context *ctx, const struct oauth_fetched *fetched)
{
    int status = fetched->status;

    if (fetched->failure != NULL)
        return answer(BACKCHANNEL_FAILED, fetched->failure);
    if (status >= 200 && status < 300)
        return answer(BACKCHANNEL_DONE, NULL);
    bool passes = status >= 500 || status == 408 || status == 425 || status == 429;
    return (struct backchannel_answer){
        passes ? BACKCHANNEL_FAILED : BACKCHANNEL_REFUSED, refusal(ctx, fetched)};
}

result_t backchannel_logout_tell(struct oauth_context *ctx, const struct backchannel_logout *logout,
    struct backchannel_answer *answer_out)
{
    const struct oauth_client *client;
    struct oauth_fetched fetched;
    str_t form;

    TRY(oauth_client_find(ctx, logout->client_id, &client));
    if (!client || !str_present(client->backchannel_logout_uri)) {
        *answer_out = answer(BACKCHANNEL_NOBODY, "the client has no backchannel_logout_uri");
        return OK;
    }
    TRY(write_form(ctx, client, logout, &form, answer_out));
    if (!str_present(form))
        return OK;
    TRY(ctx->fetcher->post(
        ctx->fetcher->self, ctx->arena, client->backchannel_logout_uri, form, &fetched));
    *answer_out = judge(ctx, &fetched);
    return OK;
}
