#include "authn/consent.h"

#include "oauth/scope.h"

#include <assert.h>

static bool is_fixed(str_t scope)
{
    return str_eq(scope, STR("openid"));
}

static result_t find_remembered(struct authn_context *ctx, const struct authn_demand *demand,
    str_t user_id, struct authn_consent *remembered_out)
{
    const struct authn_consent *found = NULL;

    TRY(ctx->store->consent_find(ctx->store->self, ctx->arena, user_id, demand->client_id, &found));
    *remembered_out = found ? *found : (struct authn_consent){STR(""), STR("")};
    return OK;
}

static void list_scopes(struct authn_context *ctx, const struct authn_demand *demand,
    str_t remembered, struct authn_consent_question *question)
{
    str_t rest = demand->scope;
    str_t word;

    question->scopes =
        ARENA_ARRAY(ctx->arena, struct authn_consent_scope, AUTHN_CONSENT_MAX_SCOPES);
    while (str_next(&rest, ' ', &word)) {
        if (word.len == 0)
            continue;
        assert(question->n_scopes < AUTHN_CONSENT_MAX_SCOPES); /* oauth refuses longer lists */
        question->scopes[question->n_scopes++] = (struct authn_consent_scope){
            .name = word, .fixed = is_fixed(word), .remembered = str_list_has(remembered, word)};
    }
    question->resource = demand->resource;
}

result_t authn_consent_judge(struct authn_context *ctx, const struct authn_demand *demand,
    str_t user_id, struct authn_consent_question *question_out)
{
    struct authn_consent remembered;

    *question_out = (struct authn_consent_question){0};
    if (!demand->require_consent && !demand->prompt_consent)
        return OK;
    TRY(find_remembered(ctx, demand, user_id, &remembered));
    question_out->ask = demand->prompt_consent ||
                        !scope_is_subset(demand->scope, remembered.scope) ||
                        !scope_is_subset(demand->resource, remembered.resource);
    if (question_out->ask)
        list_scopes(ctx, demand, remembered.scope, question_out);
    return OK;
}

str_t authn_consent_granted(arena_t *arena, const struct authn_demand *demand, str_t ticked)
{
    return scope_intersect(arena, demand->scope, scope_union(arena, STR("openid"), ticked));
}

result_t authn_consent_remember(
    struct authn_context *ctx, const struct authn_demand *demand, str_t user_id, str_t granted)
{
    struct authn_consent consent;

    TRY(find_remembered(ctx, demand, user_id, &consent));
    consent.scope =
        scope_union(ctx->arena, scope_without(ctx->arena, consent.scope, demand->scope), granted);
    consent.resource = scope_union(ctx->arena, consent.resource, demand->resource);
    TRY(ctx->store->consent_save(ctx->store->self, user_id, demand->client_id, &consent, ctx->now));
    authn_audit(ctx, &(struct oauth_audit_event){.name = "consent.granted",
                         .success = true,
                         .user_id = user_id,
                         .client_id = demand->client_id});
    return OK;
}
