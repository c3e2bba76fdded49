#include "authn/consent.h"

#include "oauth/audience.h"

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
    *remembered_out = found ? *found : (struct authn_consent){STR(""), STR(""), STR("")};
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
    question->claims = demand->claims;
    question->audiences =
        audience_of_grant(ctx->arena, &demand->catalogue, demand->scope, demand->resource);
}

static bool is_new(const struct authn_demand *demand, const struct authn_consent *remembered)
{
    for (size_t i = 0; i < demand->claims.n; i++) {
        const struct claims_wish *wish = &demand->claims.items[i];

        if (!str_list_has(remembered->claims, wish->name) &&
            !str_list_has(remembered->scope, wish->scope))
            return true;
    }
    return !scope_is_subset(demand->scope, remembered->scope) ||
           !scope_is_subset(demand->resource, remembered->resource);
}

result_t authn_consent_judge(struct authn_context *ctx, const struct authn_demand *demand,
    str_t user_id, struct authn_consent_question *question_out)
{
    struct authn_consent remembered;

    *question_out = (struct authn_consent_question){0};
    if (!demand->require_consent && !demand->prompt_consent)
        return OK;
    TRY(find_remembered(ctx, demand, user_id, &remembered));
    question_out->ask = demand->prompt_consent || is_new(demand, &remembered);
    if (question_out->ask)
        list_scopes(ctx, demand, remembered.scope, question_out);
    return OK;
}

struct authn_granted authn_consent_whole(arena_t *arena, const struct authn_demand *demand)
{
    struct authn_granted whole = {demand->scope, STR("")};

    for (size_t i = 0; i < demand->claims.n; i++)
        whole.claims = scope_union(arena, whole.claims, demand->claims.items[i].name);
    return whole;
}

struct authn_granted authn_consent_granted(
    arena_t *arena, const struct authn_demand *demand, const struct authn_granted *ticked)
{
    struct authn_granted whole = authn_consent_whole(arena, demand);

    return (struct authn_granted){
        scope_intersect(arena, whole.scope, scope_union(arena, STR("openid"), ticked->scope)),
        scope_intersect(arena, whole.claims, ticked->claims)};
}

/* Scopes that would give back what was asked for by name and declined. */
static str_t declined_scopes(arena_t *arena, const struct authn_demand *demand, str_t claims)
{
    str_t scopes = STR("");

    for (size_t i = 0; i < demand->claims.n; i++) {
        if (!str_list_has(claims, demand->claims.items[i].name))
            scopes = scope_union(arena, scopes, demand->claims.items[i].scope);
    }
    return scopes;
}

/* `remembered` with this answer to `asked` in it. */
static str_t renew(arena_t *arena, str_t remembered, str_t asked, str_t granted)
{
    return scope_union(arena, scope_without(arena, remembered, asked), granted);
}

result_t authn_consent_remember(struct authn_context *ctx, const struct authn_demand *demand,
    str_t user_id, const struct authn_granted *granted)
{
    struct authn_granted asked = authn_consent_whole(ctx->arena, demand);
    str_t declined = declined_scopes(ctx->arena, demand, granted->claims);
    struct authn_consent consent;

    TRY(find_remembered(ctx, demand, user_id, &consent));
    asked.scope = scope_union(ctx->arena, asked.scope, declined);
    consent.scope = renew(ctx->arena, consent.scope, asked.scope, granted->scope);
    consent.claims = renew(ctx->arena, consent.claims, asked.claims, granted->claims);
    consent.resource = renew(ctx->arena, consent.resource, demand->resource,
        audience_allowed(
            ctx->arena, &demand->catalogue, demand->resource, demand->scope, granted->scope));
    TRY(ctx->store->consent_save(ctx->store->self, user_id, demand->client_id, &consent, ctx->now));
    authn_audit(ctx, &(struct oauth_audit_event){.name = "consent.granted",
                         .success = true,
                         .user_id = user_id,
                         .client_id = demand->client_id});
    return OK;
}
