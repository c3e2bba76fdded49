#include "oidc/requested_claims.h"

#include "base/json_read.h"
#include "oidc/claims.h"

/* Where the wish stands, or `n`. */
static size_t find(const struct claims_wish *wishes, size_t n, const struct claim *claim)
{
    size_t at = 0;

    while (at < n && !str_eq(wishes[at].name, str_from_cstr(claim->name)))
        at++;
    return at;
}

static void collect(const json_t *member, const struct oauth_client *client, str_t scope,
    struct claims_wish *wishes, size_t *n)
{
    const char *name;
    json_t *one;

    json_object_foreach((json_t *)member, name, one)
    {
        const struct claim *claim = claim_find(str_from_cstr(name));

        if (claim == NULL || str_list_has(scope, str_from_cstr(claim->scope)) ||
            !str_list_has(client->scope, str_from_cstr(claim->scope)))
            continue;
        size_t at = find(wishes, *n, claim);
        if (at == *n)
            wishes[(*n)++] = (struct claims_wish){
                .name = str_from_cstr(claim->name), .scope = str_from_cstr(claim->scope)};
        wishes[at].essential |= claims_request_essential(one);
    }
}

struct claims_wishes requested_claims_wishes(
    arena_t *arena, const struct oauth_client *client, str_t request, str_t scope)
{
    json_auto_t *asked = json_read_object(request, CLAIMS_REQUEST_MAX_CLEAN);
    struct claims_wish *wishes =
        ARENA_ARRAY(arena, struct claims_wish, CLAIMS_TARGETS * CLAIMS_REQUEST_MAX_CLAIMS);
    size_t n = 0;

    for (int target = 0; target < CLAIMS_TARGETS; target++)
        collect(json_object_get(asked, claims_target_name((enum claims_target)target)), client,
            scope, wishes, &n);
    return (struct claims_wishes){wishes, n};
}

/* Under the claims' own names, so that of one asked for in two languages one is left; own. */
static json_t *cut(const json_t *member, str_t scope, str_t names)
{
    json_t *kept = json_object();
    const char *name;
    json_t *one;

    json_object_foreach((json_t *)member, name, one)
    {
        const struct claim *claim = claim_find(str_from_cstr(name));

        if (claim != NULL && (str_list_has(scope, str_from_cstr(claim->scope)) ||
                                 str_list_has(names, str_from_cstr(claim->name))))
            json_object_set(kept, claim->name, one);
    }
    return kept;
}

str_t requested_claims_grant(arena_t *arena, str_t request, str_t scope, str_t names)
{
    json_auto_t *asked = json_read_object(request, CLAIMS_REQUEST_MAX_CLEAN);
    json_auto_t *granted = json_object();

    for (int i = 0; i < CLAIMS_TARGETS; i++) {
        const char *target = claims_target_name((enum claims_target)i);
        json_t *kept = cut(json_object_get(asked, target), scope, names);

        if (json_object_size(kept) > 0)
            json_object_set(granted, target, kept);
        json_decref(kept);
    }
    return json_object_size(granted) > 0 ? json_write(arena, granted) : STR_NONE;
}

void requested_claims_put(
    json_t *object, const struct oauth_subject *subject, str_t granted, enum claims_target target)
{
    json_auto_t *request = json_read_object(granted, CLAIMS_REQUEST_MAX_CLEAN);
    const char *name;
    json_t *one;

    json_object_foreach(json_object_get(request, claims_target_name(target)), name, one)
    {
        const struct claim *claim = claim_find(str_from_cstr(name));

        if (claim == NULL)
            continue;
        claim->put(object, claim->name, subject);
        if (!claims_request_matches(one, json_object_get(object, claim->name)))
            json_object_del(object, claim->name);
    }
}
