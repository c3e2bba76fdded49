#include "account/history.h"

/* The words for each are the pages'; schemas/openapi.yaml lists them, too. */
static const str_t told[] = {
    STR_INIT("sign_in.success"),
    STR_INIT("sign_in.failure"),
    STR_INIT("account.locked"),
    STR_INIT("account.unlocked"),
    STR_INIT("session.end"),
    STR_INIT("session.end_all"),
    STR_INIT("consent.granted"),
    STR_INIT("consent.denied"),
    STR_INIT("consent.revoked"),
    STR_INIT("code.issued"),
    STR_INIT("token.revoked"),
    STR_INIT("user.added"),
    STR_INIT("user.updated"),
    STR_INIT("user.enabled"),
    STR_INIT("user.disabled"),
    STR_INIT("profile.changed"),
    STR_INIT("password.changed"),
};

result_t account_history_list(struct account_context *ctx, str_t user_id,
    const struct account_event_place *behind, size_t limit, const struct account_event **events_out,
    size_t *n_out, bool *more_out)
{
    const str_array_t names = {told, sizeof told / sizeof told[0]};

    TRY(ctx->store->event_list(
        ctx->store->self, ctx->arena, user_id, names, behind, limit + 1, events_out, n_out));
    *more_out = *n_out > limit;
    if (*more_out)
        *n_out = limit;
    return OK;
}
