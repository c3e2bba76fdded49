#include "account/own_password.h"
#include "base/json_read.h"
#include "http/cookies.h"
#include "http/endpoint/account/api.h"
#include "http/endpoint/endpoints.h"

static void reply_later(struct account_call *call, int status, const char *error,
    const char *message, int64_t retry_after_s)
{
    account_api_refuse(call, status, error, message, NULL);
    http_reply_header(
        call->x, "Retry-After", arena_printf(call->x->arena, "%lld", (long long)retry_after_s));
}

static void reply(struct account_call *call, const struct account_own_password *done)
{
    switch (done->outcome) {
    case ACCOUNT_OWN_PASSWORD_CHANGED:
        http_reply_empty(call->x, 204);
        return;
    case ACCOUNT_OWN_PASSWORD_STALE:
        account_api_refuse_stale(call);
        return;
    case ACCOUNT_OWN_PASSWORD_WRONG:
        account_api_refuse(
            call, 422, "password_wrong", "This is not the current password", "current_password");
        return;
    case ACCOUNT_OWN_PASSWORD_LOCKED:
        reply_later(call, 429, "throttled", "There were too many attempts", done->retry_after_s);
        return;
    case ACCOUNT_OWN_PASSWORD_REFUSED:
        account_api_refuse_act(call, done->refusal, "password");
        return;
    }
}

static result_t put(struct account_call *call)
{
    static const struct account_member members[] = {
        {"password", true, false}, {"current_password", false, false}};
    json_auto_t *body = account_api_read(call, members, sizeof members / sizeof members[0]);
    struct account_own_password done;

    if (body == NULL)
        return OK;
    const struct account_own_password_wish wish = {
        .person = call->person,
        .session = call->session,
        .is_fresh = call->account.now <= account_api_fresh_until(call),
        .current = json_read_str(body, "current_password"),
        .device_secret = http_cookie(call->x, "device"),
        .password = json_read_str(body, "password"),
    };
    result_t changed = account_own_password_change(&call->account, &call->authn, &wish, &done);
    if (changed.code == RESULT_BUSY) {
        reply_later(call, 503, "unavailable", "The service is busy", 2);
        return OK;
    }
    TRY(changed);
    reply(call, &done);
    return OK;
}

result_t endpoint_account_password(struct http_exchange *x)
{
    static const struct account_act acts[] = {{HTTP_PUT, put}};

    return account_api_serve(x, acts, sizeof acts / sizeof acts[0]);
}
