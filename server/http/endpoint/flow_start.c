#include "http/endpoint/flow_start.h"

#include "authn/entry.h"
#include "authn/session.h"
#include "http/cookies.h"
#include "http/form_guard.h"
#include "http/view.h"
#include "oauth/paths.h"

result_t flow_session(
    struct http_exchange *x, struct authn_context *ctx, const struct authn_session **session_out)
{
    return authn_session_find(ctx, http_cookie(x, "session"), session_out);
}

str_t flow_query(struct http_exchange *x, const struct authn_flow *flow)
{
    return arena_printf(x->arena, "flow=%.*s", STR_ARG(flow->record.id));
}

str_t flow_start_url(struct http_exchange *x, const struct authn_flow *flow)
{
    bool own = flow->target == AUTHN_FLOW_FOR_US;

    return view_url(x, own ? "/ui/sign-in" : OAUTH_PATH_AUTHORIZE, flow->record.request);
}

result_t flow_start(struct http_exchange *x, struct authn_context *ctx,
    enum authn_flow_target target, str_t request, const char *path)
{
    struct authn_flow *flow;

    TRY(authn_flow_start(ctx, target, request, form_guard_secret(x, ctx), &flow));
    pages_go(x, view_url(x, path, flow_query(x, flow)));
    return OK;
}

static bool read_entry(struct http_exchange *x, struct authn_entry *entry_out)
{
    struct form query;

    if (form_parse(x->arena, x->request.query, &query) == FORM_OK &&
        authn_entry_parse(&query, entry_out))
        return true;
    view_reply_error(x, 400, "invalid_request", "there is no such way in", STR_NONE);
    return false;
}

result_t flow_enter(struct http_exchange *x, const char *path)
{
    struct authn_context authn = http_authn_context(x);
    const struct authn_session *session;
    struct authn_verdict verdict;
    struct authn_entry entry;

    if (!read_entry(x, &entry))
        return OK;
    const struct authn_demand demand = authn_entry_demand(&entry);
    TRY(flow_session(x, &authn, &session));
    TRY(authn_judge(&authn, &demand, NULL, session, &verdict));
    if (verdict.need != AUTHN_NEED_NOTHING)
        return flow_start(x, &authn, AUTHN_FLOW_FOR_US, authn_entry_write(x->arena, &entry), path);
    pages_go(x, view_url(x, authn_entry_path(x->arena, &entry).ptr, STR_NONE));
    return OK;
}
