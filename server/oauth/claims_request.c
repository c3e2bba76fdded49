#include "oauth/claims_request.h"

#include "base/json_read.h"

static const char *const target_names[CLAIMS_TARGETS] = {
    [CLAIMS_ID_TOKEN] = "id_token",
    [CLAIMS_USERINFO] = "userinfo",
};

const char *claims_target_name(enum claims_target target)
{
    return target_names[target];
}

/* A member without a value counts as omitted: libraries write null for what was not set. */
static const json_t *qualifier(const json_t *one, const char *name)
{
    const json_t *given = json_object_get(one, name);

    return json_is_null(given) ? NULL : given;
}

/* NULL, or why not. Section 5.5.1: null, or an object with these members, each optional. */
static const char *judge_one(const json_t *one)
{
    const json_t *essential = qualifier(one, "essential");
    const json_t *values = qualifier(one, "values");

    if (json_is_null(one))
        return NULL;
    if (!json_is_object(one))
        return "claims: what is asked of a claim must be null or an object";
    if (essential != NULL && !json_is_boolean(essential))
        return "claims: essential must be true or false";
    if (values != NULL && (!json_is_array(values) || json_array_size(values) == 0 ||
                              json_array_size(values) > CLAIMS_REQUEST_MAX_VALUES))
        return "claims: values must be a list of 1 to 32 values";
    return NULL;
}

static const char *judge_member(const json_t *member)
{
    const char *name, *reason;
    json_t *one;

    if (!json_is_object(member))
        return "claims: id_token and userinfo must be objects";
    if (json_object_size(member) > CLAIMS_REQUEST_MAX_CLAIMS)
        return "claims: more than 64 claims are asked for at once";
    json_object_foreach((json_t *)member, name, one)
    {
        if (str_from_cstr(name).len > CLAIMS_REQUEST_MAX_NAME)
            return "claims: a name is longer than 128 bytes";
        reason = judge_one(one);
        if (reason != NULL)
            return reason;
    }
    return NULL;
}

/* What is understood of one claim's request; own. */
static json_t *clean_one(const json_t *one)
{
    static const char *const understood[] = {"essential", "value", "values"};
    json_t *clean = json_object();

    for (size_t i = 0; i < sizeof understood / sizeof understood[0]; i++)
        json_object_set(clean, understood[i], (json_t *)qualifier(one, understood[i]));
    if (json_object_size(clean) > 0)
        return clean;
    json_decref(clean);
    return json_null();
}

static json_t *clean_member(const json_t *member)
{
    json_t *clean = json_object();
    const char *name;
    json_t *one;

    json_object_foreach((json_t *)member, name, one)
        json_object_set_new(clean, name, clean_one(one));
    return clean;
}

json_t *claims_request_read(str_t text, const char **reason_out)
{
    json_auto_t *given = json_read_object(text, CLAIMS_REQUEST_MAX_LEN);
    json_auto_t *request = json_object();

    *reason_out = "claims must be one JSON object without repeated members, of at most 8 KiB";
    if (given == NULL)
        return NULL;
    for (int i = 0; i < CLAIMS_TARGETS; i++) {
        const json_t *member = json_object_get(given, target_names[i]);

        if (member == NULL)
            continue;
        *reason_out = judge_member(member);
        if (*reason_out != NULL)
            return NULL;
        if (json_object_size(member) > 0)
            json_object_set_new(request, target_names[i], clean_member(member));
    }
    *reason_out = NULL;
    return json_incref(request);
}

const json_t *claims_request_find(
    const json_t *request, enum claims_target target, const char *name)
{
    return json_object_get(json_object_get(request, target_names[target]), name);
}

bool claims_request_essential(const json_t *one)
{
    return json_is_true(json_object_get(one, "essential"));
}

bool claims_request_matches(const json_t *one, const json_t *value)
{
    const json_t *wanted = json_object_get(one, "value");
    const json_t *choice = json_object_get(one, "values");

    if (wanted != NULL && !json_equal(wanted, value))
        return false;
    for (size_t i = 0; i < json_array_size(choice); i++) {
        if (json_equal(json_array_get(choice, i), value))
            return true;
    }
    return choice == NULL;
}

bool claims_request_texts(arena_t *arena, const json_t *one, str_array_t *texts_out)
{
    const json_t *wanted = json_object_get(one, "value");
    const json_t *choice = json_object_get(one, "values");
    str_t *texts = ARENA_ARRAY(arena, str_t, json_array_size(choice) + 1);
    size_t n = 0;

    *texts_out = (str_array_t){texts, 0};
    if (wanted != NULL)
        texts[n++] = arena_str(arena, json_read_str(one, "value"));
    for (size_t i = 0; i < json_array_size(choice); i++)
        texts[n++] = arena_str(arena, json_array_str(choice, i));
    for (size_t i = 0; i < n; i++) {
        if (!str_present(texts[i]))
            return false;
    }
    texts_out->n = n;
    return true;
}
