/* The address of a registration is proven: by the link, on any device, or by the code in the
 * browser that registered. A look changes nothing (mail scanners follow links): buttons post. The
 * link's token goes into a short cookie at once, so that it leaves the address bar.
 */
#include "account/registration.h"
#include "base/json_read.h"
#include "crypto/digest.h"
#include "http/cookies.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/flow_page.h"
#include "http/form_guard.h"
#include "http/query.h"

static const char PATH[] = "/ui/verify";
static const char PURPOSE[] = "verify";

enum { WAITING_COOKIE_S = 24 * 3600, LINK_COOKIE_S = 600 };

/* --- by the link --- */

static result_t show_link(struct http_exchange *x, struct account_context *ctx,
    const struct account_proof *proof, str_t token, int status, const char *error)
{
    const struct http_service *service = http_service_of(x);
    struct authn_context authn = http_authn_context(x);
    str_t email;

    TRY(account_registration_email(ctx, proof, &email));
    json_t *view = pages_view(x, service->pages, "verify-link", STR_NONE);
    json_put_str(view, "action", view_url(x, PATH, STR_NONE));
    json_put_str(view, "csrf", form_guard_token(x, &authn, PURPOSE, digest_token(x->arena, token)));
    json_put_str(view, "email", email);
    view_put_language_url(x, view, PATH, STR_NONE);
    if (error)
        view_put_error(view, error);
    pages_reply(x, service->pages, status, view, STR_NONE);
    return OK;
}

static void refuse_link(struct http_exchange *x)
{
    http_cookie_clear(x, "link");
    view_reply_error(x, 410, "link_invalid", NULL, STR_NONE);
}

static result_t confirm(
    struct http_exchange *x, struct account_context *ctx, const struct account_proof *proof)
{
    const struct http_service *service = http_service_of(x);
    enum account_refusal refusal;
    str_t user_id, email;

    TRY(account_registration_email(ctx, proof, &email));
    TRY(account_register_finish(ctx, proof, &user_id, &refusal));
    if (refusal != ACCOUNT_DONE) {
        refuse_link(x);
        return OK;
    }
    http_cookie_clear(x, "link");
    json_t *view = pages_view(x, service->pages, "verified", STR_NONE);
    json_put_str(view, "email", email);
    pages_reply(x, service->pages, 200, view, STR_NONE);
    return OK;
}

static result_t serve_link(struct http_exchange *x)
{
    struct account_context ctx = http_account_context(x);
    struct authn_context authn = http_authn_context(x);
    str_t token = http_cookie(x, "link");
    const struct account_proof *proof;
    struct form form;

    TRY(account_proof_by_link(&ctx, ACCOUNT_PROOF_VERIFY_EMAIL, token, &proof));
    if (!proof) {
        refuse_link(x);
        return OK;
    }
    if (x->request.method != HTTP_POST)
        return show_link(x, &ctx, proof, token, 200, NULL);
    if (!view_read_body(x, &form))
        return OK;
    if (!form_guard_passes(x, &authn, PURPOSE, digest_token(x->arena, token), &form))
        return show_link(x, &ctx, proof, token, 403, "form_expired");
    return confirm(x, &ctx, proof);
}

/* --- by the code --- */

static result_t show_code(struct flow_page *page, struct account_context *ctx,
    const struct account_proof *proof, int status, const char *error, int64_t wait_s)
{
    struct http_exchange *x = page->x;
    str_t email;

    TRY(account_registration_email(ctx, proof, &email));
    json_t *view = flow_page_view(page, "verify", PATH);
    json_put_str(view, "email", email);
    json_put_str(view, "register_url", view_url(x, "/ui/register", flow_query(x, page->flow)));
    if (error)
        view_put_error(view, error);
    if (wait_s > 0)
        view_put_wait(json_object_get(view, "error"), wait_s);
    flow_page_reply(page, status, view);
    return OK;
}

/* What waited is over: proven by the link meanwhile, or expired. */
static void leave(struct flow_page *page)
{
    http_cookie_clear(page->x, "registration");
    pages_go(page->x, view_url(page->x, "/ui/sign-in", flow_query(page->x, page->flow)));
}

static result_t sign_in(struct flow_page *page, str_t user_id)
{
    struct authn_sign_in result;

    TRY(authn_sign_in_registered(
        &page->authn, page->flow, page->session, user_id, http_cookie(page->x, "device"), &result));
    http_cookie_clear(page->x, "registration");
    return flow_page_signed_in(page, &result);
}

static result_t try_code(struct flow_page *page, struct account_context *ctx,
    const struct account_proof *waiting, str_t typed)
{
    enum account_refusal refusal = ACCOUNT_PROOF_OVER;
    enum account_code_outcome outcome;
    const struct account_proof *proof;
    str_t user_id = STR_NONE;

    TRY(account_proof_by_code(
        ctx, ACCOUNT_PROOF_VERIFY_EMAIL, waiting->id, typed, &outcome, &proof));
    if (outcome == ACCOUNT_CODE_RIGHT)
        TRY(account_register_finish(ctx, proof, &user_id, &refusal));
    if (refusal == ACCOUNT_DONE)
        return sign_in(page, user_id);
    bool over = outcome == ACCOUNT_CODE_OVER;
    return show_code(page, ctx, waiting, 422, over ? "code_over" : "code_wrong", 0);
}

static result_t resend(
    struct flow_page *page, struct account_context *ctx, const struct account_proof *waiting)
{
    struct http_exchange *x = page->x;
    struct account_registration result;

    TRY(account_register_again(
        ctx, waiting->id, pages_language(x, page->request.ui_locales), &result));
    if (result.refusal == ACCOUNT_SEND_LATER) {
        http_reply_header(
            x, "Retry-After", arena_printf(x->arena, "%lld", (long long)result.wait_s));
        return show_code(page, ctx, waiting, 429, "throttled", result.wait_s);
    }
    if (result.refusal == ACCOUNT_DONE)
        http_cookie_set(x, "registration", result.proof_id, WAITING_COOKIE_S);
    pages_go(x, view_url(x, PATH, flow_query(x, page->flow)));
    return OK;
}

static result_t serve_code(struct http_exchange *x)
{
    struct account_context ctx = http_account_context(x);
    const struct account_proof *waiting;
    struct flow_page page;
    struct form form;
    bool ready;

    TRY(flow_page_load(x, &page, &ready));
    if (!ready)
        return OK;
    TRY(account_proof_find(
        &ctx, ACCOUNT_PROOF_VERIFY_EMAIL, http_cookie(x, "registration"), &waiting));
    if (!waiting) {
        leave(&page);
        return OK;
    }
    if (x->request.method != HTTP_POST)
        return show_code(&page, &ctx, waiting, 200, NULL, 0);
    if (!view_read_body(x, &form))
        return OK;
    if (!flow_page_is_ours(&page, &form))
        return show_code(&page, &ctx, waiting, 403, "form_expired", 0);
    if (str_eq(form_get(&form, "action"), STR("resend")))
        return resend(&page, &ctx, waiting);
    return try_code(&page, &ctx, waiting, form_get(&form, "code"));
}

result_t endpoint_verify(struct http_exchange *x)
{
    str_t token = http_query(x, "token");

    if (!account_registration_open(http_service_of(x)->account_settings)) {
        view_reply_error(x, 404, "not_found", NULL, STR_NONE);
        return OK;
    }
    if (str_present(http_query(x, "flow")))
        return serve_code(x);
    if (!str_present(token) || x->request.method != HTTP_GET)
        return serve_link(x);
    if (!authn_token_well_formed(token)) {
        refuse_link(x);
        return OK;
    }
    http_cookie_set(x, "link", token, LINK_COOKIE_S);
    pages_go(x, view_url(x, PATH, STR_NONE));
    return OK;
}
