#include "authn/session.h"

#include "authn/acr.h"
#include "crypto/digest.h"

enum { ID_BYTES = 16, TOKEN_BYTES = 32, USER_AGENT_MAX = 256 };

/* What the list of sessions shows; anything but clean text is left out. */
static str_t shown_user_agent(str_t user_agent)
{
    str_t cut = str_first(user_agent, USER_AGENT_MAX);

    while (
        cut.len > 0 && cut.len < user_agent.len && ((unsigned char)cut.ptr[cut.len] & 0xC0) == 0x80)
        cut.len--;
    return cut.len > 0 && str_is_clean_utf8(cut) ? cut : STR("");
}

result_t authn_session_find(
    struct authn_context *ctx, str_t token, const struct authn_session **session_out)
{
    const struct authn_store *store = ctx->store;

    *session_out = NULL;
    if (!authn_token_well_formed(token))
        return OK;
    TRY(store->session_find(store->self, ctx->arena, digest_token(ctx->arena, token), ctx->now,
        ctx->now - ctx->settings->session_idle_s, session_out));
    if (*session_out == NULL || ctx->now - (*session_out)->seen_at < AUTHN_SESSION_TOUCH_S)
        return OK;
    return store->session_touch(store->self, (*session_out)->id, ctx->now);
}

/* The session of before goes on under its id, which relying parties know as `sid`: signing out ends
 * theirs, too. Not if it was another person's, or is over by now. */
static result_t go_on(struct authn_context *ctx, struct authn_session *session,
    const struct authn_session *current, bool *renewed_out)
{
    *renewed_out = false;
    if (current == NULL || !str_eq(current->user_id, session->user_id))
        return OK;
    session->id = current->id;
    return ctx->store->session_renew(ctx->store->self, session, current->token_digest, renewed_out);
}

static result_t begin(
    struct authn_context *ctx, struct authn_session *session, const struct authn_session *current)
{
    bool of_another = current != NULL && !str_eq(current->user_id, session->user_id);

    session->id = random_token(ctx->arena, ctx->random, ID_BYTES);
    return ctx->store->session_add(ctx->store->self, session, of_another ? current->id : STR_NONE);
}

result_t authn_session_start(struct authn_context *ctx, str_t user_id, str_t amr,
    const struct authn_session *current, const struct authn_session **session_out, str_t *token_out)
{
    struct authn_session *session = ARENA_NEW(ctx->arena, struct authn_session);
    str_t token = random_token(ctx->arena, ctx->random, TOKEN_BYTES);
    bool renewed;

    *session = (struct authn_session){
        .token_digest = digest_token(ctx->arena, token),
        .user_id = user_id,
        .auth_time = ctx->now,
        .amr = amr,
        .acr = str_from_cstr(authn_acr_name(authn_acr_of(amr))),
        .address = str_present(ctx->address) ? ctx->address : STR(""),
        .user_agent = shown_user_agent(ctx->user_agent),
        .created_at = ctx->now,
        .seen_at = ctx->now,
        .expires_at = ctx->now + ctx->settings->session_max_s,
    };
    TRY(go_on(ctx, session, current, &renewed));
    if (!renewed)
        TRY(begin(ctx, session, current));
    *session_out = session;
    *token_out = token;
    return OK;
}

result_t authn_session_end(struct authn_context *ctx, const struct authn_session *session)
{
    TRY(ctx->store->session_end(ctx->store->self, session->id, ctx->now));
    authn_audit(ctx, &(struct oauth_audit_event){.name = "session.end",
                         .success = true,
                         .user_id = session->user_id,
                         .session_id = session->id});
    return OK;
}

result_t authn_session_end_all(struct authn_context *ctx, str_t user_id, str_t except)
{
    TRY(ctx->store->sessions_end_of_user(ctx->store->self, user_id, except, ctx->now));
    authn_audit(ctx, &(struct oauth_audit_event){
                         .name = "session.end_all", .success = true, .user_id = user_id});
    return OK;
}

result_t authn_session_clients(struct authn_context *ctx, const struct authn_session *session,
    str_t **client_ids_out, size_t *n_out)
{
    return ctx->store->session_clients(
        ctx->store->self, ctx->arena, session->id, client_ids_out, n_out);
}
