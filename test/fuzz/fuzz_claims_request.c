/* links: tessera_oidc tessera_oauth tessera_base */
/* The claims parameter: what passes is within its bounds and reads back as the same, and whatever
 * is granted of it is part of what was asked. */
#include "base/json_read.h"
#include "oidc/requested_claims.h"

#include <stdlib.h>

enum { ARENA_MAX = 1 << 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge_one(arena_t *arena, const json_t *one)
{
    const char *name;
    json_t *value;
    str_array_t texts;

    if (!json_is_null(one) && (!json_is_object(one) || json_object_size(one) == 0))
        abort();
    json_object_foreach((json_t *)one, name, value)
    {
        if (json_is_null(value))
            abort();
    }
    if (claims_request_texts(arena, one, &texts) && texts.n > CLAIMS_REQUEST_MAX_VALUES + 1)
        abort();
}

static void judge(arena_t *arena, const json_t *request)
{
    for (int i = 0; i < CLAIMS_TARGETS; i++) {
        enum claims_target target = (enum claims_target)i;
        const json_t *member = json_object_get(request, claims_target_name(target));
        const char *name;
        json_t *one;

        if (json_object_size(member) > CLAIMS_REQUEST_MAX_CLAIMS)
            abort();
        json_object_foreach((json_t *)member, name, one)
        {
            if (claims_request_find(request, target, name) != one)
                abort();
            judge_one(arena, one);
        }
    }
}

static void grant(arena_t *arena, str_t request)
{
    static const struct oauth_client client = {.scope = STR_INIT("openid profile email phone")};
    static const struct oauth_subject person = {
        .email = STR_INIT("ada@example.com"), .given_name = STR_INIT("Ada")};
    struct claims_wishes wishes =
        requested_claims_wishes(arena, &client, request, STR("openid email"));
    str_t granted = requested_claims_grant(arena, request, STR("openid email"), STR("name"));
    json_auto_t *told = json_object();

    for (size_t i = 0; i < wishes.n; i++) {
        if (str_eq(wishes.items[i].scope, STR("email")) ||
            !str_list_has(client.scope, wishes.items[i].scope))
            abort();
    }
    requested_claims_put(told, &person, granted, CLAIMS_ID_TOKEN);
    if (json_object_size(told) > 3) /* email, email_verified, name */
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const char *reason;
    json_auto_t *request = claims_request_read(arena_bytes(arena, data, size), &reason);

    if ((request == NULL) != (reason != NULL))
        abort();
    if (request == NULL)
        return 0;
    judge(arena, request);
    str_t clean = json_write(arena, request);
    json_auto_t *again = json_read_object(clean, CLAIMS_REQUEST_MAX_CLEAN);
    if (!json_equal(request, again))
        abort();
    grant(arena, clean);
    return 0;
}
