#include "authn/throttle.h"

#include "base/buf.h"
#include "crypto/digest.h"

enum { NAME_MAX_LEN = 1024, GLOBAL_WINDOW_S = 60 };

static str_t bucket(arena_t *arena, str_t kind, str_t a, str_t b)
{
    buf_t name = buf_new(arena, NAME_MAX_LEN);

    buf_put(&name, kind);
    buf_put(&name, a);
    buf_put_char(&name, '\n');
    buf_put(&name, b);
    return digest_token(arena, buf_str(&name));
}

static str_t account_bucket(arena_t *arena, str_t account)
{
    return bucket(arena, STR("account:"), account, STR(""));
}

static str_t device_bucket(arena_t *arena, str_t account, str_t device_digest)
{
    return bucket(arena, STR("device:"), account, device_digest);
}

/* A bucket a minute: one that never rests would never be forgotten. */
static str_t global_bucket(struct authn_context *ctx)
{
    str_t minute = arena_printf(ctx->arena, "%lld", (long long)(ctx->now / GLOBAL_WINDOW_S));

    return bucket(ctx->arena, STR("global:"), minute, STR(""));
}

struct authn_throttle authn_throttle_for(
    struct authn_context *ctx, str_t account, str_t device_digest)
{
    const struct authn_settings *settings = ctx->settings;
    bool known = str_present(device_digest);

    return (struct authn_throttle){
        .address = bucket(ctx->arena, STR("address:"), ctx->address_bucket, STR("")),
        .person = known ? device_bucket(ctx->arena, account, device_digest)
                        : account_bucket(ctx->arena, account),
        .global = known ? STR_NONE : global_bucket(ctx),
        .person_rule = known ? &settings->device_rule : &settings->account_rule,
    };
}

/* Whom the crowd keeps out has failed at nothing: account and address get the attempt back. */
static result_t count_stranger(
    struct authn_context *ctx, struct authn_throttle *throttle, struct authn_attempt *attempt_out)
{
    const struct authn_store *store = ctx->store;
    int64_t left_s = GLOBAL_WINDOW_S - ctx->now % GLOBAL_WINDOW_S;
    const struct authn_throttle_rule rule = {
        ctx->settings->global_tries, left_s, left_s, GLOBAL_WINDOW_S};
    struct authn_attempt all;

    TRY(store->throttle_attempt(store->self, throttle->global, &rule, ctx->now, &all));
    throttle->global_locked_until = all.locked_until;
    if (all.locked_now)
        authn_audit(
            ctx, &(struct oauth_audit_event){.name = "throttle.strangers", .success = true});
    if (all.allowed)
        return OK;
    *attempt_out = all;
    TRY(store->throttle_take_back(store->self, throttle->person, throttle->person_locked_until));
    return store->throttle_take_back(
        store->self, throttle->address, throttle->address_locked_until);
}

result_t authn_throttle_count(
    struct authn_context *ctx, struct authn_throttle *throttle, struct authn_attempt *attempt_out)
{
    const struct authn_store *store = ctx->store;

    *attempt_out = (struct authn_attempt){.allowed = true};
    if (!ctx->settings->throttle_enabled)
        return OK;
    TRY(store->throttle_attempt(
        store->self, throttle->address, &ctx->settings->address_rule, ctx->now, attempt_out));
    throttle->address_locked_until = attempt_out->locked_until;
    /* A closed address does not count against the account: it could lock out anybody for free. */
    if (!attempt_out->allowed)
        return OK;
    TRY(store->throttle_attempt(
        store->self, throttle->person, throttle->person_rule, ctx->now, attempt_out));
    throttle->person_locked_until = attempt_out->locked_until;
    if (!attempt_out->allowed || !str_present(throttle->global))
        return OK;
    return count_stranger(ctx, throttle, attempt_out);
}

result_t authn_throttle_forget(struct authn_context *ctx, const struct authn_throttle *throttle)
{
    const struct authn_store *store = ctx->store;

    if (!ctx->settings->throttle_enabled)
        return OK;
    TRY(store->throttle_take_back(store->self, throttle->address, throttle->address_locked_until));
    if (str_present(throttle->global))
        TRY(store->throttle_take_back(
            store->self, throttle->global, throttle->global_locked_until));
    return store->throttle_clear(store->self, throttle->person);
}

result_t authn_throttle_unlock(
    const struct authn_store *store, arena_t *arena, str_t account, str_t user_id)
{
    str_t *devices;
    size_t n;

    TRY(store->throttle_clear(store->self, account_bucket(arena, account)));
    TRY(store->device_list(store->self, arena, user_id, &devices, &n));
    for (size_t i = 0; i < n; i++)
        TRY(store->throttle_clear(store->self, device_bucket(arena, account, devices[i])));
    return OK;
}
