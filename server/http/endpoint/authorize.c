#include "http/endpoint/endpoints.h"
#include "http/endpoint/flow_page.h"
#include "http/endpoint/posted_request.h"
#include "oauth/paths.h"

/* Before the client and its redirect URI are proven good nobody is redirected (RFC 6749, section
 * 4.1.2.1). */
static void show_refusal(struct http_exchange *x, const struct authorize_request *request,
    const struct oauth_error *error)
{
    const char *code = "invalid_request";

    if (!request->client)
        code = "invalid_client";
    else if (!str_present(request->redirect_uri))
        code = "invalid_redirect_uri";
    view_reply_error(x, 400, code, error->description, STR_NONE);
}

static void refuse(struct http_exchange *x, struct oauth_context *ctx,
    const struct authorize_request *request, struct oauth_error error)
{
    struct authorize_response response = authorize_refuse(ctx, request, error);

    flow_deliver(x, request, &response);
}

/* A good request: what can be answered at once is; prompt=none always (OpenID Connect Core, section
 * 3.1.2.6). */
static result_t serve(struct http_exchange *x, struct oauth_context *ctx,
    const struct authorize_request *request, const struct form *form)
{
    struct authn_context authn = http_authn_context(x);
    struct authn_demand demand = flow_demand(ctx, request);
    const struct authn_session *session;
    struct authn_verdict verdict;

    TRY(flow_session(x, &authn, &session));
    TRY(authn_judge(&authn, &demand, NULL, session, &verdict));
    if (verdict.need == AUTHN_NEED_NOTHING)
        return flow_answer(x, ctx, request, session, &verdict.granted);
    if (verdict.need == AUTHN_NEED_REFUSAL || (request->prompt & PROMPT_NONE) != 0) {
        refuse(x, ctx, request, oauth_refuse(verdict.error, "the person would have to be asked"));
        return OK;
    }
    return flow_start(x, &authn, AUTHN_FLOW_FOR_CLIENT, form_write(x->arena, form),
        verdict.need == AUTHN_NEED_CONSENT ? "/ui/consent" : "/ui/sign-in");
}

result_t endpoint_authorize(struct http_exchange *x)
{
    struct oauth_context ctx = http_oauth_context(x);
    struct authorize_request request;
    struct authorize_refusal refusal;
    struct form form;
    bool ready;

    TRY(posted_request_read(x, &ctx, &form, &ready));
    if (!ready)
        return OK;
    TRY(authorize_check(&ctx, &form, &request, &refusal));
    if (oauth_failed(refusal.error)) {
        if (refusal.may_redirect)
            refuse(x, &ctx, &request, refusal.error);
        else
            show_refusal(x, &request, &refusal.error);
        return OK;
    }
    if (x->request.method == HTTP_POST)
        return posted_request_come_back(x, &ctx, OAUTH_PATH_AUTHORIZE, &form);
    return serve(x, &ctx, &request, &form);
}
