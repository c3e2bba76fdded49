#include "app/dev_client.h"

#include "account/clients.h"
#include "base/json_read.h"

static json_t *metadata(struct account_context *ctx)
{
    str_t address = arena_printf(ctx->arena, "%.*s/dev/app", STR_ARG(ctx->settings->issuer));
    json_t *object = json_object();

    json_object_set_new(object, "client_name", json_string("Demo application"));
    json_object_set_new(object, "redirect_uris", json_words(address));
    json_object_set_new(object, "post_logout_redirect_uris", json_words(address));
    return object;
}

static result_t add(struct account_context *ctx, const json_t *described)
{
    json_auto_t *complete = client_metadata_complete(CLIENT_SPA, described);
    struct oauth_client_record record = {
        .client_id = STR(DEV_CLIENT_ID),
        .type = str_from_cstr(oauth_client_type_name(CLIENT_SPA)),
        .metadata = json_write(ctx->arena, complete),
        .enabled = true,
        .created_at = ctx->now,
        .updated_at = ctx->now,
    };

    return ctx->store->client_add(ctx->store->self, &record);
}

result_t dev_client_seed(struct account_context *ctx)
{
    json_auto_t *described = metadata(ctx);
    const struct oauth_client_record *found;
    struct account_client updated;
    enum account_refusal refusal;
    struct client_metadata_problem problem;

    TRY(account_client_find(ctx, STR(DEV_CLIENT_ID), &found));
    if (!found)
        return add(ctx, described);
    TRY(account_client_update(
        ctx, STR(DEV_CLIENT_ID), described, NULL, &updated, &refusal, &problem));
    return refusal == ACCOUNT_DONE
               ? OK
               : result_fail(RESULT_FAILED, "the demo application's client cannot be renewed");
}
