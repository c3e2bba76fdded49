#include "account/context.h"

enum { ID_BYTES = 16 };

void account_audit(struct account_context *ctx, const char *event, str_t user_id, str_t client_id)
{
    const struct oauth_audit_event entry = {
        .name = event, .success = true, .user_id = user_id, .client_id = client_id};

    ctx->audit->record(ctx->audit->self, &entry, ctx->address, ctx->now);
}

str_t account_new_id(struct account_context *ctx)
{
    str_t id;

    do {
        id = random_token(ctx->arena, ctx->random, ID_BYTES);
    } while (id.ptr[0] == '-');
    return id;
}
