/* A forgotten password: /ui/recover asks where to send a link and a code, /ui/reset takes either
 * with the new password. What both say is the same for addresses that nobody has. The link's token
 * leaves the address bar at once, into a cookie of a few minutes; a look at it changes nothing. */
#include "account/recovery.h"
#include "authn/context.h"
#include "base/json_read.h"
#include "crypto/digest.h"
#include "http/cookies.h"
#include "http/endpoint/endpoints.h"
#include "http/form_guard.h"
#include "http/query.h"
#include "http/service.h"
#include "http/view.h"

enum { COOKIE_S = 900, SECONDS_SHOWN = 90, QUERY_ID_MAX = 64 };

static const char RECOVER[] = "/ui/recover";
static const char RESET[] = "/ui/reset";
static const char COOKIE[] = "reset";

/* An id from the query: what cannot be one is as if it had not come. */
static str_t query_id(struct http_exchange *x, const char *name)
{
    str_t id = http_query(x, name);

    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                c == '-' || c == '_'))
            return STR_NONE;
    }
    return id.len > 0 && id.len <= QUERY_ID_MAX ? id : STR_NONE;
}

/* "name=value" and the flow that the person came from and returns to. */
static str_t query_of(struct http_exchange *x, const char *name, str_t value)
{
    str_t flow = query_id(x, "flow");

    if (!str_present(value) && !str_present(flow))
        return STR_NONE;
    if (!str_present(flow))
        return arena_printf(x->arena, "%s=%.*s", name, STR_ARG(value));
    if (!str_present(value))
        return arena_printf(x->arena, "flow=%.*s", STR_ARG(flow));
    return arena_printf(x->arena, "%s=%.*s&flow=%.*s", name, STR_ARG(value), STR_ARG(flow));
}

static json_t *form_view(
    struct http_exchange *x, const char *page, const char *path, str_t query, str_t subject)
{
    struct authn_context authn = http_authn_context(x);
    json_t *view = pages_view(x, http_service_of(x)->pages, page, STR_NONE);

    json_put_str(view, "action", view_url(x, path, query));
    json_put_str(view, "csrf", form_guard_token(x, &authn, path, subject));
    view_put_language_url(x, view, path, query);
    return view;
}

static bool is_ours(
    struct http_exchange *x, const char *path, str_t subject, const struct form *form)
{
    struct authn_context authn = http_authn_context(x);

    return form_guard_passes(x, &authn, path, subject, form);
}

static void put_wait(json_t *view, int64_t wait_s)
{
    json_t *wait = json_object();

    json_put_int(wait, "total_s", wait_s);
    if (wait_s < SECONDS_SHOWN)
        json_put_int(wait, "seconds", wait_s);
    else
        json_put_int(wait, "minutes", (wait_s + 59) / 60);
    json_object_set_new(json_object_get(view, "error"), "wait", wait);
}

/* --- /ui/recover --- */

static str_t language_of(struct http_exchange *x)
{
    json_auto_t *view = pages_view(x, http_service_of(x)->pages, "recover", STR_NONE);

    return arena_str(x->arena, json_read_str(view, "lang"));
}

/* `wait_s` is shown with "throttled". */
static void show_recover(
    struct http_exchange *x, int status, str_t email, const char *error, int64_t wait_s)
{
    json_t *view = form_view(x, "recover", RECOVER, query_of(x, "", STR_NONE), STR("recover"));

    if (email.len > 0 && email.len <= 320 && str_is_clean_utf8(email))
        json_put_str(view, "email", email);
    if (error != NULL)
        view_put_error(view, error);
    if (wait_s > 0)
        put_wait(view, wait_s);
    pages_reply(x, http_service_of(x)->pages, status, view, STR_NONE);
    if (wait_s > 0)
        http_reply_header(x, "Retry-After", arena_printf(x->arena, "%lld", (long long)wait_s));
}

static result_t post_recover(struct http_exchange *x)
{
    struct account_context ctx = http_account_context(x);
    struct account_recovery recovery;
    enum account_refusal refusal;
    struct form form;

    if (!view_read_body(x, &form))
        return OK;
    str_t email = form_get(&form, "email");
    if (!is_ours(x, RECOVER, STR("recover"), &form)) {
        show_recover(x, 403, email, "form_expired", 0);
        return OK;
    }
    TRY(account_recovery_begin(&ctx, email, language_of(x), &recovery, &refusal));
    if (refusal != ACCOUNT_DONE)
        show_recover(x, 422, email, account_refusal_text(refusal)->code, 0);
    else if (recovery.wait_s > 0)
        show_recover(x, 429, email, "throttled", recovery.wait_s);
    else
        pages_go(x, view_url(x, RESET, query_of(x, "id", recovery.id)));
    return OK;
}

result_t endpoint_recover(struct http_exchange *x)
{
    if (x->request.method == HTTP_POST)
        return post_recover(x);
    show_recover(x, 200, STR_NONE, NULL, 0);
    return OK;
}

/* --- /ui/reset --- */

/* How this browser proves itself: the id of a proof whose code it types, or the token of a link. */
struct reset {
    str_t id;
    str_t token;
};

static struct reset reset_of(struct http_exchange *x)
{
    str_t id = query_id(x, "id");

    return (struct reset){id, str_present(id) ? STR_NONE : http_cookie(x, COOKIE)};
}

static str_t subject_of(struct http_exchange *x, const struct reset *reset)
{
    return str_present(reset->id) ? reset->id : digest_token(x->arena, reset->token);
}

static void show_reset(
    struct http_exchange *x, const struct reset *reset, int status, const char *error)
{
    bool by_code = str_present(reset->id);
    const struct http_service *service = http_service_of(x);
    json_t *view = form_view(x, by_code ? "reset-code" : "reset-link", RESET,
        query_of(x, "id", reset->id), subject_of(x, reset));

    json_put_int(view, "password_min", service->account_settings->password_min);
    if (by_code)
        json_put_str(view, "again_url", view_url(x, RECOVER, query_of(x, "", STR_NONE)));
    if (error != NULL)
        view_put_error(view, error);
    pages_reply(x, service->pages, status, view, STR_NONE);
}

static void refuse_link(struct http_exchange *x)
{
    http_cookie_clear(x, COOKIE);
    view_reply_error(
        x, 410, "recovery_over", NULL, view_url(x, RECOVER, query_of(x, "", STR_NONE)));
}

static void show_done(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);
    json_t *view = pages_view(x, service->pages, "reset-done", STR_NONE);
    str_t query = query_of(x, "done", STR("1"));

    view_put_language_url(x, view, RESET, query);
    if (str_present(query_id(x, "flow")))
        json_put_str(view, "next_url", view_url(x, "/ui/sign-in", query_of(x, "", STR_NONE)));
    pages_reply(x, service->pages, 200, view, STR_NONE);
}

static void answer(struct http_exchange *x, const struct reset *reset, enum account_refusal refusal)
{
    if (refusal == ACCOUNT_DONE) {
        http_cookie_clear(x, COOKIE);
        pages_go(x, view_url(x, RESET, query_of(x, "done", STR("1"))));
    } else if (refusal == ACCOUNT_RECOVERY_OVER && !str_present(reset->id)) {
        refuse_link(x);
    } else {
        show_reset(x, reset, 422, account_refusal_text(refusal)->code);
    }
}

static result_t post_reset(struct http_exchange *x, const struct reset *reset)
{
    struct account_context ctx = http_account_context(x);
    enum account_refusal refusal;
    struct form form;

    if (!view_read_body(x, &form))
        return OK;
    if (!is_ours(x, RESET, subject_of(x, reset), &form)) {
        show_reset(x, reset, 403, "form_expired");
        return OK;
    }
    const struct account_recovery_answer given = {.token = reset->token,
        .id = reset->id,
        .code = form_get(&form, "code"),
        .password = form_get(&form, "password")};
    result_t done = account_recovery_finish(&ctx, &given, &refusal);
    if (done.code == RESULT_BUSY) {
        show_reset(x, reset, 503, "busy");
        http_reply_header(x, "Retry-After", STR("2"));
        return OK;
    }
    TRY(done);
    answer(x, reset, refusal);
    return OK;
}

static void keep_token(struct http_exchange *x, str_t token)
{
    if (authn_token_well_formed(token))
        http_cookie_set(x, COOKIE, token, COOKIE_S);
    http_reply_redirect(x, 303, view_url(x, RESET, STR_NONE));
}

result_t endpoint_reset(struct http_exchange *x)
{
    struct account_context ctx = http_account_context(x);
    struct reset reset = reset_of(x);
    str_t token = http_query(x, "token");
    bool open = true;

    if (str_present(token) && x->request.method == HTTP_GET) {
        keep_token(x, token);
        return OK;
    }
    if (str_eq(http_query(x, "done"), STR("1"))) {
        show_done(x);
        return OK;
    }
    if (!str_present(reset.id))
        TRY(account_recovery_open(&ctx, reset.token, &open));
    if (!open)
        refuse_link(x);
    else if (x->request.method == HTTP_POST)
        return post_reset(x, &reset);
    else
        show_reset(x, &reset, 200, NULL);
    return OK;
}
