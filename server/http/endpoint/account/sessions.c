#include "account/sessions.h"

#include "account/place.h"
#include "account/user_agent.h"
#include "authn/session.h"
#include "base/json_read.h"
#include "http/cookies.h"
#include "http/endpoint/account/api.h"
#include "http/endpoint/endpoints.h"
#include "http/router.h"

static json_t *item(const struct account_call *call, const struct authn_session *session)
{
    struct account_user_agent agent = account_user_agent_read(session->user_agent);
    json_t *object = json_object();

    json_put_str(object, "id", session->id);
    json_object_set_new(object, "current", json_boolean(str_eq(session->id, call->session->id)));
    json_put_str_or_null(object, "browser", str_from_cstr(agent.browser));
    json_put_str_or_null(object, "system", str_from_cstr(agent.system));
    json_put_str(object, "address", session->address);
    json_put_time(object, "created_at", session->created_at);
    json_put_time(object, "signed_in_at", session->auth_time);
    json_put_time(object, "seen_at", session->seen_at);
    json_put_time(object, "expires_at", session->expires_at);
    return object;
}

static result_t show(struct account_call *call, const struct account_place *place, size_t limit)
{
    int64_t idle_since = call->account.now - call->authn.settings->session_idle_s;
    const struct authn_session *sessions;
    str_t next = STR_NONE;
    bool more;
    size_t n;

    TRY(account_sessions_list(
        &call->account, call->person->id, idle_since, place, limit, &sessions, &n, &more));
    json_t *items = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(items, item(call, &sessions[i]));
    if (more)
        next = account_place_write(call->x->arena,
            &(struct account_place){sessions[n - 1].created_at, sessions[n - 1].id});
    account_api_reply_list(call, items, next);
    return OK;
}

static result_t list(struct account_call *call)
{
    struct account_place place;
    struct account_page page;

    if (!account_api_read_page(call, &page))
        return OK;
    if (!str_present(page.after))
        return show(call, NULL, page.limit);
    if (account_place_read(page.after, &place))
        return show(call, &place, page.limit);
    account_api_refuse(call, 400, "invalid_request", "after is no place of this list", "after");
    return OK;
}

static result_t end_others(struct account_call *call)
{
    TRY(authn_session_end_all(&call->authn, call->person->id, call->session->id));
    http_reply_empty(call->x, 204);
    return OK;
}

static result_t end_one(struct account_call *call)
{
    str_t id = http_route_rest(call->x);
    enum account_refusal refusal;

    TRY(account_session_end(&call->account, call->person->id, id, &refusal));
    if (refusal != ACCOUNT_DONE) {
        account_api_refuse_act(call, refusal, NULL);
        return OK;
    }
    if (str_eq(id, call->session->id))
        http_cookie_clear(call->x, "session");
    http_reply_empty(call->x, 204);
    return OK;
}

result_t endpoint_account_sessions(struct http_exchange *x)
{
    static const struct account_act acts[] = {{HTTP_GET, list}, {HTTP_DELETE, end_others}};

    return account_api_serve(x, acts, sizeof acts / sizeof acts[0]);
}

result_t endpoint_account_session(struct http_exchange *x)
{
    static const struct account_act acts[] = {{HTTP_DELETE, end_one}};

    return account_api_serve(x, acts, sizeof acts / sizeof acts[0]);
}
