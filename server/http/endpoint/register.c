#include "account/registration.h"
#include "base/json_read.h"
#include "http/cookies.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/flow_page.h"
#include "http/query.h"

static const char PATH[] = "/ui/register";

enum { WAITING_COOKIE_S = 24 * 3600 };

static json_t *view_of(struct flow_page *page, const struct account_new_user *typed)
{
    struct http_exchange *x = page->x;
    json_t *view = flow_page_view(page, "register", PATH);

    json_put_str(view, "sign_in_url", view_url(x, "/ui/sign-in", flow_query(x, page->flow)));
    json_put_int(view, "password_min", http_service_of(x)->account_settings->password_min);
    view_put_typed(view, "email", typed->email);
    view_put_typed(view, "given_name", typed->given_name);
    view_put_typed(view, "family_name", typed->family_name);
    return view;
}

static result_t show(struct flow_page *page)
{
    struct authn_step step;
    bool shown;

    /* Who is signed in already, and may be, goes on. */
    TRY(flow_page_step(page, AUTHN_PAGE_SIGN_IN, &step, &shown));
    if (shown)
        flow_page_reply(page, 200,
            view_of(page, &(struct account_new_user){.email = page->request.login_hint}));
    return OK;
}

static void refuse(
    struct flow_page *page, const struct account_new_user *typed, int status, const char *code)
{
    json_t *view = view_of(page, typed);

    view_put_error(view, code);
    flow_page_reply(page, status, view);
}

static void refuse_wait(
    struct flow_page *page, const struct account_new_user *typed, int64_t wait_s)
{
    json_t *view = view_of(page, typed);

    view_put_error(view, "throttled");
    view_put_wait(json_object_get(view, "error"), wait_s);
    flow_page_reply(page, 429, view);
    http_reply_header(
        page->x, "Retry-After", arena_printf(page->x->arena, "%lld", (long long)wait_s));
}

/* Known or not: to the page that waits for link or code. */
static result_t conclude(struct flow_page *page, const struct account_new_user *typed,
    const struct account_registration *result)
{
    struct http_exchange *x = page->x;

    if (result->refusal == ACCOUNT_SEND_LATER) {
        refuse_wait(page, typed, result->wait_s);
    } else if (result->refusal != ACCOUNT_DONE) {
        refuse(page, typed, 422, account_refusal_text(result->refusal)->code);
    } else {
        http_cookie_set(x, "registration", result->proof_id, WAITING_COOKIE_S);
        pages_go(x, view_url(x, "/ui/verify", flow_query(x, page->flow)));
    }
    return OK;
}

static result_t post(struct flow_page *page)
{
    struct account_context ctx = http_account_context(page->x);
    struct account_registration result;
    struct form form;

    if (!view_read_body(page->x, &form))
        return OK;
    const struct account_new_user typed = {
        .email = form_get(&form, "email"),
        .given_name = form_get(&form, "given_name"),
        .family_name = form_get(&form, "family_name"),
        .password = form_get(&form, "password"),
    };
    if (!flow_page_is_ours(page, &form)) {
        refuse(page, &typed, 403, "form_expired");
        return OK;
    }
    result_t done =
        account_register(&ctx, &typed, pages_language(page->x, page->request.ui_locales), &result);
    if (done.code == RESULT_BUSY) {
        refuse(page, &typed, 503, "busy");
        http_reply_header(page->x, "Retry-After", STR("2"));
        return OK;
    }
    TRY(done);
    return conclude(page, &typed, &result);
}

result_t endpoint_register(struct http_exchange *x)
{
    struct flow_page page;
    bool ready;

    if (!account_registration_open(http_service_of(x)->account_settings)) {
        view_reply_error(x, 404, "not_found", NULL, STR_NONE);
        return OK;
    }
    if (x->request.method == HTTP_GET && str_present(http_query(x, "to")))
        return flow_enter(x, PATH);
    TRY(flow_page_load(x, &page, &ready));
    if (!ready)
        return OK;
    return x->request.method == HTTP_POST ? post(&page) : show(&page);
}
