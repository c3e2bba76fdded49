#include "oauth/audience.h"

#include "base/json_read.h"
#include "base/uri.h"

bool audience_resource_valid(str_t resource)
{
    struct uri uri;

    return resource.len <= AUDIENCE_MAX_LEN && uri_parse(resource, &uri) &&
           !str_present(uri.fragment);
}

static struct oauth_error check_requested(const struct audience_question *question, str_t allowed)
{
    if (question->requested.n > AUDIENCE_MAX_RESOURCES)
        return oauth_refuse(OAUTH_INVALID_TARGET, "too many resources");
    for (size_t i = 0; i < question->requested.n; i++) {
        str_t resource = question->requested.items[i];

        if (!audience_resource_valid(resource))
            return oauth_refuse(
                OAUTH_INVALID_TARGET, "resource must be an absolute URI without a fragment");
        if (!str_list_has(allowed, resource))
            return oauth_refuse(OAUTH_INVALID_TARGET, "resource is not part of the grant");
    }
    return OAUTH_NONE;
}

static str_t join(arena_t *arena, str_array_t words)
{
    str_t list = STR("");

    for (size_t i = 0; i < words.n; i++)
        list = scope_union(arena, list, words.items[i]);
    return list;
}

str_t audience_of_grant(
    arena_t *arena, const struct scope_catalogue *catalogue, str_t scope, str_t resource)
{
    return resource.len > 0 ? resource : scope_audiences(arena, catalogue, scope);
}

str_t audience_allowed(arena_t *arena, const struct scope_catalogue *catalogue, str_t resource,
    str_t asked, str_t granted)
{
    str_t declined = scope_without(arena, scope_audiences(arena, catalogue, asked),
        scope_audiences(arena, catalogue, granted));

    return scope_without(arena, resource, declined);
}

struct oauth_error audience_choose(struct oauth_context *ctx,
    const struct audience_question *question, str_t *audience_out, str_t *scope_out)
{
    str_t granted =
        audience_of_grant(ctx->arena, question->catalogue, question->scope, question->resource);
    struct oauth_error error = check_requested(question, granted);

    if (oauth_failed(error))
        return error;
    *audience_out = question->requested.n > 0 ? join(ctx->arena, question->requested) : granted;
    if (audience_out->len == 0)
        *audience_out = ctx->settings->issuer;
    *scope_out =
        scope_for_audiences(ctx->arena, question->catalogue, question->scope, *audience_out);
    return OAUTH_NONE;
}

void audience_put(json_t *object, str_t audience)
{
    if (str_contains_char(audience, ' '))
        json_object_set_new(object, "aud", json_words(audience));
    else
        json_put_str(object, "aud", audience);
}
