#include "authn/sign_in.h"
#include "account/registration.h"
#include "base/json_read.h"
#include "http/cookies.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/flow_page.h"
#include "http/query.h"

static const char PATH[] = "/ui/sign-in";

static json_t *view_of(struct flow_page *page, str_t email)
{
    json_t *view = flow_page_view(page, "sign-in", PATH);

    json_put_str(
        view, "recover_url", view_url(page->x, "/ui/recover", flow_query(page->x, page->flow)));
    if (account_registration_open(http_service_of(page->x)->account_settings))
        json_put_str(view, "register_url",
            view_url(page->x, "/ui/register", flow_query(page->x, page->flow)));
    if (email.len > 0 && email.len <= 320 && str_is_clean_utf8(email))
        json_put_str(view, "email", email);
    return view;
}

/* Whom a page of ours wants to see again: who is signed in; else whom the client names. */
static result_t hint(struct flow_page *page, str_t *email_out)
{
    const struct authn_store *store = page->authn.store;
    const struct oauth_subject *person = NULL;

    *email_out = page->request.login_hint;
    if (page->flow->target != AUTHN_FLOW_FOR_US || page->session == NULL)
        return OK;
    TRY(store->subject_find(store->self, page->x->arena, page->session->user_id, &person));
    if (person != NULL)
        *email_out = person->email;
    return OK;
}

static result_t show(struct http_exchange *x)
{
    struct flow_page page;
    struct authn_step step;
    bool ready;
    bool shown;
    str_t email;

    if (str_present(http_query(x, "to")))
        return flow_enter(x, PATH);
    TRY(flow_page_load(x, &page, &ready));
    if (!ready)
        return OK;
    TRY(flow_page_step(&page, AUTHN_PAGE_SIGN_IN, &step, &shown));
    if (!shown)
        return OK;
    TRY(hint(&page, &email));
    flow_page_reply(&page, 200, view_of(&page, email));
    return OK;
}

static void show_again(struct flow_page *page, int status, const char *code, str_t email)
{
    json_t *view = view_of(page, email);

    view_put_error(view, code);
    flow_page_reply(page, status, view);
}

static void show_wait(struct flow_page *page, str_t email, int64_t wait_s)
{
    json_t *view = view_of(page, email);

    view_put_error(view, "throttled");
    view_put_wait(json_object_get(view, "error"), wait_s);
    flow_page_reply(page, 429, view);
    http_reply_header(
        page->x, "Retry-After", arena_printf(page->x->arena, "%lld", (long long)wait_s));
}

static result_t conclude(struct flow_page *page, const struct authn_sign_in *result, str_t email)
{
    switch (result->outcome) {
    case AUTHN_SIGNED_IN:
        return flow_page_signed_in(page, result);
    case AUTHN_INVALID:
        show_again(page, 401, "invalid_credentials", email);
        return OK;
    case AUTHN_LOCKED:
        show_wait(page, email, result->retry_after_s);
        return OK;
    case AUTHN_UNVERIFIED:
        show_again(page, 401, "email_unverified", email);
        return OK;
    case AUTHN_DISABLED:
        show_again(page, 401, "account_disabled", email);
        return OK;
    }
    return result_fail(RESULT_FAILED, "a sign-in has no such outcome");
}

static bool waits_for_person(const struct authn_flow *flow)
{
    return flow->state == AUTHN_FLOW_IDENTIFY || flow->state == AUTHN_FLOW_SWITCH;
}

static result_t post(struct http_exchange *x)
{
    struct flow_page page;
    struct authn_sign_in outcome;
    struct form form;
    bool ready;

    TRY(flow_page_load(x, &page, &ready));
    if (!ready || !view_read_body(x, &form))
        return OK;
    struct authn_credentials credentials = {
        form_get(&form, "email"), form_get(&form, "password"), http_cookie(x, "device")};
    if (!flow_page_is_ours(&page, &form)) {
        show_again(&page, 403, "form_expired", credentials.email);
        return OK;
    }
    if (!waits_for_person(page.flow))
        return flow_page_go_on(&page);
    result_t done = authn_sign_in(&page.authn, page.flow, page.session, &credentials, &outcome);
    if (done.code == RESULT_BUSY) {
        show_again(&page, 503, "busy", credentials.email);
        http_reply_header(x, "Retry-After", STR("2"));
        return OK;
    }
    TRY(done);
    return conclude(&page, &outcome, credentials.email);
}

result_t endpoint_sign_in(struct http_exchange *x)
{
    return x->request.method == HTTP_POST ? post(x) : show(x);
}
