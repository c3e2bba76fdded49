#include "account/sessions.h"

result_t account_sessions_list(struct account_context *ctx, str_t user_id, int64_t idle_since,
    const struct account_place *place, size_t limit, const struct authn_session **sessions_out,
    size_t *n_out, bool *more_out)
{
    const struct account_store *store = ctx->store;

    TRY(store->session_list(store->self, ctx->arena, user_id, ctx->now, idle_since, place,
        limit + 1, sessions_out, n_out));
    *more_out = *n_out > limit;
    if (*more_out)
        *n_out = limit;
    return OK;
}

result_t account_session_end(
    struct account_context *ctx, str_t user_id, str_t id, enum account_refusal *refusal_out)
{
    bool ended = false;

    TRY(ctx->store->session_end_own(ctx->store->self, user_id, id, ctx->now, &ended));
    *refusal_out = ended ? ACCOUNT_DONE : ACCOUNT_SESSION_UNKNOWN;
    if (ended)
        ctx->audit->record(ctx->audit->self,
            &(struct oauth_audit_event){
                .name = "session.end", .success = true, .user_id = user_id, .session_id = id},
            ctx->address, ctx->now);
    return OK;
}
