#include "http/endpoint/account/me.h"

#include "account/profile.h"
#include "base/json_read.h"
#include "http/endpoint/endpoints.h"

static void put_bool(json_t *object, const char *name, bool value)
{
    json_object_set_new(object, name, json_boolean(value));
}

void account_me_reply(struct account_call *call)
{
    const struct oauth_subject *person = call->person;
    json_t *me = json_object();

    json_put_str(me, "id", person->id);
    json_put_str(me, "email", person->email);
    put_bool(me, "email_verified", person->email_verified);
    json_put_str(me, "given_name", person->given_name);
    json_put_str(me, "family_name", person->family_name);
    json_put_str_or_null(me, "phone", person->phone);
    put_bool(me, "phone_verified", person->phone_verified);
    json_put_str_or_null(me, "locale", person->locale);
    json_put_str_or_null(me, "zoneinfo", person->zoneinfo);
    json_object_set_new(me, "roles", json_words(person->roles));
    json_put_time(me, "created_at", person->created_at);
    json_put_time(me, "updated_at", person->updated_at);
    json_put_time(me, "signed_in_at", call->session->auth_time);
    json_put_time(me, "fresh_until", account_api_fresh_until(call));
    json_put_int(me, "password_min", call->account.settings->password_min);
    json_put_str(me, "csrf", account_api_token(call));
    account_api_reply(call, 200, me);
}

static result_t show(struct account_call *call)
{
    account_me_reply(call);
    return OK;
}

/* A member that is null takes the value away; one that is absent leaves it. */
static str_t changed(const json_t *body, const char *name, str_t before)
{
    const json_t *value = json_object_get(body, name);

    if (value == NULL)
        return before;
    return json_is_null(value) ? STR_NONE : json_read_str(body, name);
}

static result_t apply(struct account_call *call, const json_t *body)
{
    const struct oauth_subject *person = call->person;
    const struct account_profile profile = {
        .given_name = changed(body, "given_name", person->given_name),
        .family_name = changed(body, "family_name", person->family_name),
        .locale = changed(body, "locale", person->locale),
        .zoneinfo = changed(body, "zoneinfo", person->zoneinfo),
    };
    enum account_refusal refusal;
    const char *key;

    TRY(account_profile_change(&call->account, person, &profile, &call->person, &refusal, &key));
    if (refusal == ACCOUNT_DONE)
        account_me_reply(call);
    else
        account_api_refuse_act(call, refusal, key);
    return OK;
}

static result_t change(struct account_call *call)
{
    static const struct account_member members[] = {
        {"given_name", false, false},
        {"family_name", false, false},
        {"locale", false, true},
        {"zoneinfo", false, true},
    };
    json_auto_t *body = account_api_read(call, members, sizeof members / sizeof members[0]);

    return body != NULL ? apply(call, body) : OK;
}

result_t endpoint_account_me(struct http_exchange *x)
{
    static const struct account_act acts[] = {{HTTP_GET, show}, {HTTP_PATCH, change}};

    return account_api_serve(x, acts, sizeof acts / sizeof acts[0]);
}
