#include "account/send_limit.h"

#include "crypto/digest.h"

enum { DAY_S = 86400 };

static const struct authn_throttle_rule pause_rule = {
    1, ACCOUNT_SEND_PAUSE_S, ACCOUNT_SEND_PAUSE_MAX_S, DAY_S};
static const struct authn_throttle_rule target_rule = {
    ACCOUNT_SEND_TARGET_DAILY, DAY_S, DAY_S, DAY_S};
static const struct authn_throttle_rule address_rule = {
    ACCOUNT_SEND_ADDRESS_DAILY, DAY_S, DAY_S, DAY_S};

/* The table shows neither who was written to nor who asked. */
static result_t count(struct account_context *ctx, const char *kind, str_t whose,
    const struct authn_throttle_rule *rule, struct account_send_leave *leave)
{
    str_t bucket =
        digest_token(ctx->arena, arena_printf(ctx->arena, "send-%s:%.*s", kind, STR_ARG(whose)));
    struct authn_attempt attempt;

    if (!leave->allowed)
        return OK;
    TRY(ctx->throttles->throttle_attempt(ctx->throttles->self, bucket, rule, ctx->now, &attempt));
    leave->allowed = attempt.allowed;
    if (attempt.locked_until - ctx->now > leave->wait_s)
        leave->wait_s = attempt.locked_until - ctx->now;
    return OK;
}

result_t account_send_count(struct account_context *ctx, const char *purpose, str_t target,
    struct account_send_leave *leave_out)
{
    str_t asker = str_present(ctx->address_bucket) ? ctx->address_bucket : STR("");
    str_t pair =
        arena_printf(ctx->arena, "%s:%.*s\n%.*s", purpose, STR_ARG(target), STR_ARG(asker));

    *leave_out = (struct account_send_leave){.allowed = true};
    if (!ctx->settings->throttle_enabled)
        return OK;
    TRY(count(ctx, "pause", pair, &pause_rule, leave_out));
    TRY(count(ctx, "from", asker, &address_rule, leave_out));
    return count(ctx, "to", target, &target_rule, leave_out);
}
