#include "http/endpoint/flow_page.h"

#include "authn/acr.h"
#include "authn/form_token.h"
#include "base/json_read.h"
#include "http/cookies.h"
#include "http/query.h"
#include "oauth/redirect_uri.h"
#include "oidc/requested_claims.h"

enum { DEVICE_COOKIE_S = 400 * 24 * 3600 };

static const char FORM_PURPOSE[] = "flow";
static const char SIGN_IN[] = "/ui/sign-in";
static const char CONSENT[] = "/ui/consent";

struct authn_demand flow_demand(struct oauth_context *ctx, const struct authorize_request *request)
{
    return (struct authn_demand){
        .client_id = request->client->id,
        .scope = request->scope,
        .resource = request->resource,
        .catalogue = request->catalogue,
        .claims =
            requested_claims_wishes(ctx->arena, request->client, request->claims, request->scope),
        .require_consent = request->client->require_consent,
        .prompt_login = (request->prompt & (PROMPT_LOGIN | PROMPT_SELECT_ACCOUNT)) != 0,
        .prompt_consent = (request->prompt & PROMPT_CONSENT) != 0,
        .max_age_s = request->max_age_s,
        .acr_values = request->acr_values,
        .acr_essential = request->acr_essential,
        .expected_subjects = request->expected_subjects,
        .sector = oauth_sector_of(ctx->settings, request->client),
    };
}

/* A stored request that no longer passes (the client was changed or disabled meanwhile). */
static result_t check_authorization(struct flow_page *page, bool *ready_out)
{
    struct authorize_refusal refusal;

    TRY(authorize_check(&page->oauth, &page->form, &page->request, &refusal));
    if (oauth_failed(refusal.error)) {
        view_reply_error(page->x, 400, "expired", refusal.error.description,
            flow_start_url(page->x, page->flow));
        return OK;
    }
    page->demand = flow_demand(&page->oauth, &page->request);
    *ready_out = true;
    return OK;
}

static result_t check_entry(struct flow_page *page, bool *ready_out)
{
    *ready_out = authn_entry_parse(&page->form, &page->entry);
    if (*ready_out)
        page->demand = authn_entry_demand(&page->entry);
    else
        view_reply_error(page->x, 400, "expired", NULL, STR_NONE);
    return OK;
}

static result_t check_request(struct flow_page *page, bool *ready_out)
{
    *ready_out = false;
    if (form_parse(page->x->arena, page->flow->record.request, &page->form) != FORM_OK)
        return result_fail(RESULT_CORRUPT, "a flow's stored request cannot be read");
    return page->flow->target == AUTHN_FLOW_FOR_US ? check_entry(page, ready_out)
                                                   : check_authorization(page, ready_out);
}

result_t flow_page_load(struct http_exchange *x, struct flow_page *page, bool *ready_out)
{
    *page = (struct flow_page){
        .x = x,
        .oauth = http_oauth_context(x),
        .authn = http_authn_context(x),
        .browser_secret = http_cookie(x, "browser"),
    };
    *ready_out = false;
    TRY(authn_flow_load(&page->authn, http_query(x, "flow"), page->browser_secret, &page->flow));
    if (!page->flow) {
        const char *code = str_present(page->browser_secret) ? "expired" : "cookies";
        view_reply_error(x, 400, code, NULL, STR_NONE);
        return OK;
    }
    TRY(flow_session(x, &page->authn, &page->session));
    return check_request(page, ready_out);
}

static json_t *form_post_view(struct http_exchange *x, const struct authorize_request *request,
    const struct authorize_response *response)
{
    json_t *view = pages_view(x, http_service_of(x)->pages, "form-post", request->ui_locales);
    json_t *fields = json_array();

    json_put_str(view, "action", response->action);
    for (size_t i = 0; i < response->n_fields; i++) {
        json_t *field = json_object();
        json_object_set_new(field, "name", json_string(response->fields[i].name));
        json_put_str(field, "value", response->fields[i].value);
        json_array_append_new(fields, field);
    }
    json_object_set_new(view, "fields", fields);
    view_put_client(x, view, request->client, request->redirect_uri);
    return view;
}

void flow_deliver(struct http_exchange *x, const struct authorize_request *request,
    const struct authorize_response *response)
{
    if (str_present(response->location)) {
        pages_go(x, response->location);
        return;
    }
    pages_reply(x, http_service_of(x)->pages, 200, form_post_view(x, request, response),
        redirect_uri_csp_source(x->arena, request->redirect_uri));
}

result_t flow_answer(struct http_exchange *x, struct oauth_context *ctx,
    const struct authorize_request *request, const struct authn_session *session,
    const struct authn_granted *granted)
{
    struct authorize_response response;
    struct authorize_person person = {
        .user_id = session->user_id,
        .session_id = session->id,
        .session_expires_at = session->expires_at,
        .auth_time = session->auth_time,
        .amr = session->amr,
        .acr = authn_acr_reported(session->acr, request->acr_values),
    };
    struct authorize_granted terms = {
        .scope = granted->scope,
        .claims =
            requested_claims_grant(ctx->arena, request->claims, granted->scope, granted->claims),
    };

    TRY(authorize_issue_code(ctx, request, &person, &terms, &response));
    flow_deliver(x, request, &response);
    return OK;
}

static void go_to(struct flow_page *page, const char *path)
{
    pages_go(page->x, view_url(page->x, path, flow_query(page->x, page->flow)));
}

/* Where the person wanted to go. */
static result_t send_on(struct flow_page *page, const struct authn_granted *granted)
{
    struct http_exchange *x = page->x;

    if (page->flow->target == AUTHN_FLOW_FOR_CLIENT)
        return flow_answer(x, &page->oauth, &page->request, page->session, granted);
    pages_go(x, view_url(x, authn_entry_path(x->arena, &page->entry).ptr, STR_NONE));
    return OK;
}

static void refuse(struct flow_page *page, enum oauth_error_code code)
{
    if (page->flow->target == AUTHN_FLOW_FOR_US) {
        view_reply_error(page->x, 400, "expired", NULL, flow_start_url(page->x, page->flow));
        return;
    }
    struct authorize_response response = authorize_refuse(
        &page->oauth, &page->request, oauth_refuse(code, "the request cannot be satisfied"));

    flow_deliver(page->x, &page->request, &response);
}

result_t flow_page_step(
    struct flow_page *page, enum authn_page shown, struct authn_step *step_out, bool *show_out)
{
    *show_out = false;
    TRY(authn_flow_step(&page->authn, page->flow, &page->demand, page->session, step_out));
    switch (step_out->page) {
    case AUTHN_PAGE_SIGN_IN:
        *show_out = shown == AUTHN_PAGE_SIGN_IN;
        if (!*show_out)
            go_to(page, SIGN_IN);
        return OK;
    case AUTHN_PAGE_CONSENT:
        *show_out = shown == AUTHN_PAGE_CONSENT;
        if (!*show_out)
            go_to(page, CONSENT);
        return OK;
    case AUTHN_PAGE_ANSWER:
        TRY(send_on(page, &step_out->verdict.granted));
        return authn_flow_answered(&page->authn, page->flow);
    case AUTHN_PAGE_REFUSE:
        refuse(page, step_out->verdict.error);
        return OK;
    case AUTHN_PAGE_OVER:
        view_reply_error(page->x, 410, "expired", NULL, flow_start_url(page->x, page->flow));
        return OK;
    }
    return result_fail(RESULT_FAILED, "a flow has no such page");
}

result_t flow_page_go_on(struct flow_page *page)
{
    struct authn_step step;
    bool show;

    return flow_page_step(page, AUTHN_PAGE_OVER, &step, &show);
}

result_t flow_page_signed_in(struct flow_page *page, const struct authn_sign_in *result)
{
    http_cookie_set(page->x, "session", result->session_token, 0);
    http_cookie_set(page->x, "device", result->device_secret, DEVICE_COOKIE_S);
    page->session = result->session;
    return flow_page_go_on(page);
}

/* What the form's token is about. */
static str_t form_subject(const struct flow_page *page)
{
    str_t id = page->flow->record.id;

    if (!page->form_of_session || !page->session)
        return id;
    return arena_printf(page->x->arena, "%.*s %.*s", STR_ARG(id), STR_ARG(page->session->id));
}

json_t *flow_page_view(struct flow_page *page, const char *name, const char *path)
{
    struct http_exchange *x = page->x;
    str_t query = flow_query(x, page->flow);
    json_t *view = pages_view(x, http_service_of(x)->pages, name, page->request.ui_locales);

    json_put_str(view, "action", view_url(x, path, query));
    json_put_str(view, "csrf",
        authn_form_token(&page->authn, FORM_PURPOSE, form_subject(page), page->browser_secret));
    if (page->request.client)
        view_put_client(x, view, page->request.client, page->request.redirect_uri);
    view_put_language_url(x, view, path, query);
    return view;
}

void flow_page_reply(struct flow_page *page, int status, json_t *view)
{
    str_t target = page->request.client
                       ? redirect_uri_csp_source(page->x->arena, page->request.redirect_uri)
                       : STR_NONE;

    pages_reply(page->x, http_service_of(page->x)->pages, status, view, target);
}

bool flow_page_is_ours(struct flow_page *page, const struct form *posted)
{
    return authn_form_token_matches(&page->authn, FORM_PURPOSE, form_subject(page),
        page->browser_secret, form_get(posted, "csrf"));
}
