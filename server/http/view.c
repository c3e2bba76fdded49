#include "http/view.h"

#include "base/json_read.h"
#include "base/uri.h"
#include "http/service.h"
#include "oauth/redirect_uri.h"

#include <assert.h>
#include <string.h>

enum { SECONDS_SHOWN = 90, TYPED_BYTES_SHOWN = 320 };

str_t view_url(struct http_exchange *x, const char *path, str_t query)
{
    return arena_printf(x->arena, "%.*s%s%s%.*s", STR_ARG(x->site->base), path,
        query.len > 0 ? "?" : "", STR_ARG(query));
}

/* The query without an earlier switch. */
static str_t without_locales(struct http_exchange *x, str_t query)
{
    struct form form;
    buf_t kept = buf_new(x->arena, 64 * 1024);

    if (form_parse(x->arena, query, &form) != FORM_OK)
        return STR("");
    for (size_t i = 0; i < form.n; i++)
        if (!str_eq(form.fields[i].name, STR("ui_locales")))
            form_put(&kept, form.fields[i].name, form.fields[i].value);
    return buf_str(&kept);
}

void view_put_language_url(struct http_exchange *x, json_t *view, const char *path, str_t query)
{
    str_t kept = without_locales(x, query);

    json_put_str(view, "language_url",
        arena_printf(x->arena, "%.*s%s?%.*s%sui_locales=", STR_ARG(x->site->base), path,
            STR_ARG(kept), kept.len > 0 ? "&" : ""));
}

/* A page that is only an answer to a post has no address of its own. */
static void put_language_url_of_request(struct http_exchange *x, json_t *view)
{
    if (x->route && x->request.method == HTTP_GET && str_starts_with(x->request.path, STR("/ui/")))
        view_put_language_url(x, view, arena_cstr(x->arena, x->request.path), x->request.query);
}

void view_put_error(json_t *view, const char *code)
{
    json_object_set_new(view, "error", json_pack("{s:s}", "code", code));
}

void view_put_wait(json_t *object, int64_t wait_s)
{
    json_t *wait = json_object();

    json_put_int(wait, "total_s", wait_s);
    if (wait_s < SECONDS_SHOWN)
        json_put_int(wait, "seconds", wait_s);
    else
        json_put_int(wait, "minutes", (wait_s + 59) / 60);
    json_object_set_new(object, "wait", wait);
}

void view_put_typed(json_t *view, const char *name, str_t typed)
{
    if (typed.len > 0 && typed.len <= TYPED_BYTES_SHOWN && str_is_clean_utf8(typed))
        json_put_str(view, name, typed);
}

/* Escaping does not make "javascript:" harmless: only https stands in a page. */
static void put_https(json_t *object, const char *name, str_t url)
{
    if (str_starts_with(url, STR("https://")))
        json_put_str(object, name, url);
}

void view_put_client(
    struct http_exchange *x, json_t *view, const struct oauth_client *client, str_t redirect_uri)
{
    json_t *object = json_object();

    json_put_str(object, "name", client->name);
    if (str_present(redirect_uri))
        json_put_str(object, "host", redirect_uri_host(x->arena, redirect_uri));
    put_https(object, "policy_url", client->policy_uri);
    put_https(object, "terms_url", client->tos_uri);
    json_object_set_new(view, "client", object);
}

void view_put_account(struct http_exchange *x, json_t *view, const struct oauth_subject *person)
{
    json_t *account = json_object();

    json_put_str(account, "email", person->email);
    json_put_str(account, "name",
        str_trim(arena_printf(
            x->arena, "%.*s %.*s", STR_ARG(person->given_name), STR_ARG(person->family_name))));
    json_object_set_new(view, "account", account);
}

void view_reply_error(
    struct http_exchange *x, int status, const char *code, const char *detail, str_t start_url)
{
    const struct http_service *service = http_service_of(x);
    json_t *view = pages_view(x, service->pages, "error", STR_NONE);

    view_put_error(view, code);
    put_language_url_of_request(x, view);
    json_put_str(json_object_get(view, "error"), "detail", str_from_cstr(detail));
    json_put_str(view, "correlation_id", x->request.correlation_id);
    json_put_str(view, "start_url", start_url);
    pages_reply(x, service->pages, status, view, STR_NONE);
}

static const char *code_of_status(int status)
{
    switch (status) {
    case 403:
        return "form_expired";
    case 404:
        return "not_found";
    case 405:
        return "method_not_allowed";
    case 413:
        return "too_large";
    case 503:
        return "busy";
    default:
        return status >= 500 ? "internal" : "invalid_request";
    }
}

void view_refusal(struct http_exchange *x, int status, str_t detail)
{
    const char *text = str_present(detail) ? arena_cstr(x->arena, detail) : NULL;

    view_reply_error(x, status, code_of_status(status), text, STR_NONE);
}

bool view_read_body(struct http_exchange *x, struct form *form_out)
{
    enum form_status status = form_parse(x->arena, x->request.body, form_out);

    if (status == FORM_OK)
        return true;
    view_reply_error(x, 400, "invalid_request", form_status_text(status), STR_NONE);
    return false;
}
