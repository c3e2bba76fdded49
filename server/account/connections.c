#include "account/connections.h"

result_t account_connections_list(struct account_context *ctx, str_t user_id,
    const struct account_page *page, const struct account_connection **connections_out,
    size_t *n_out, bool *more_out)
{
    const struct account_page wider = {.after = page->after, .limit = page->limit + 1};

    TRY(ctx->store->connection_list(
        ctx->store->self, ctx->arena, user_id, ctx->now, &wider, connections_out, n_out));
    *more_out = *n_out > page->limit;
    if (*more_out)
        *n_out = page->limit;
    return OK;
}

result_t account_connection_end(
    struct account_context *ctx, str_t user_id, str_t client_id, enum account_refusal *refusal_out)
{
    bool ended = false;

    TRY(ctx->store->connection_end(ctx->store->self, user_id, client_id, ctx->now, &ended));
    *refusal_out = ended ? ACCOUNT_DONE : ACCOUNT_CLIENT_UNKNOWN;
    if (ended)
        account_audit(ctx, "consent.revoked", user_id, client_id);
    return OK;
}
