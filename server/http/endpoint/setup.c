#include "account/setup.h"
#include "base/json_read.h"
#include "crypto/digest.h"
#include "http/endpoint/endpoints.h"
#include "http/form_guard.h"
#include "http/query.h"
#include "http/service.h"
#include "http/view.h"

static const char PURPOSE[] = "setup";
static const char PATH[] = "/ui/setup";

static str_t link_digest(struct http_exchange *x, str_t token)
{
    return digest_token(x->arena, token);
}

static str_t form_token(struct http_exchange *x, str_t token)
{
    struct authn_context authn = http_authn_context(x);

    return form_guard_token(x, &authn, PURPOSE, link_digest(x, token));
}

/* `typed` NULL: nothing yet. */
static void show(struct http_exchange *x, str_t token, const struct account_new_user *typed,
    int status, const char *error)
{
    const struct http_service *service = http_service_of(x);
    json_t *view = pages_view(x, service->pages, "setup", STR_NONE);
    str_t query = arena_printf(x->arena, "token=%.*s", STR_ARG(token));

    json_put_str(view, "action", view_url(x, PATH, query));
    json_put_str(view, "csrf", form_token(x, token));
    view_put_language_url(x, view, PATH, query);
    json_put_int(view, "password_min", service->account_settings->password_min);
    if (typed) {
        view_put_typed(view, "email", typed->email);
        view_put_typed(view, "given_name", typed->given_name);
        view_put_typed(view, "family_name", typed->family_name);
    }
    if (error)
        view_put_error(view, error);
    pages_reply(x, service->pages, status, view, STR_NONE);
}

static void show_done(struct http_exchange *x, const struct oauth_subject *owner)
{
    const struct http_service *service = http_service_of(x);
    json_t *view = pages_view(x, service->pages, "setup-done", STR_NONE);

    json_put_str(view, "email", owner->email);
    if (service->development)
        json_put_str(view, "next_url", view_url(x, "/dev/app", STR_NONE));
    pages_reply(x, service->pages, 200, view, STR_NONE);
}

static void refuse_link(struct http_exchange *x)
{
    view_reply_error(x, 410, "setup_link_invalid", NULL, STR_NONE);
}

static void refuse(struct http_exchange *x, str_t token, const struct account_new_user *typed,
    enum account_refusal refusal)
{
    if (refusal == ACCOUNT_SETUP_LINK_INVALID)
        refuse_link(x);
    else
        show(x, token, typed, 422, account_refusal_text(refusal)->code);
}

static bool is_ours(struct http_exchange *x, str_t token, const struct form *form)
{
    struct authn_context authn = http_authn_context(x);

    return form_guard_passes(x, &authn, PURPOSE, link_digest(x, token), form);
}

static result_t post(struct http_exchange *x, struct account_context *ctx, str_t token)
{
    const struct oauth_subject *owner;
    enum account_refusal refusal;
    struct form form;

    if (!view_read_body(x, &form))
        return OK;
    struct account_new_user typed = {
        .email = form_get(&form, "email"),
        .given_name = form_get(&form, "given_name"),
        .family_name = form_get(&form, "family_name"),
        .password = form_get(&form, "password"),
    };
    if (!is_ours(x, token, &form)) {
        show(x, token, &typed, 403, "form_expired");
        return OK;
    }
    result_t done = account_setup_finish(ctx, token, &typed, &owner, &refusal);
    if (done.code == RESULT_BUSY) {
        show(x, token, &typed, 503, "busy");
        http_reply_header(x, "Retry-After", STR("2"));
        return OK;
    }
    TRY(done);
    if (refusal == ACCOUNT_DONE)
        show_done(x, owner);
    else
        refuse(x, token, &typed, refusal);
    return OK;
}

result_t endpoint_setup(struct http_exchange *x)
{
    struct account_context ctx = http_account_context(x);
    str_t token = http_query(x, "token");
    bool open;

    TRY(account_setup_open(&ctx, token, &open));
    if (!open) {
        refuse_link(x);
        return OK;
    }
    if (x->request.method == HTTP_POST)
        return post(x, &ctx, token);
    show(x, token, NULL, 200, NULL);
    return OK;
}
