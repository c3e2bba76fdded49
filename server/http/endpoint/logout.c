#include "authn/session.h"
#include "base/json_read.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/logout_page.h"
#include "http/endpoint/posted_request.h"
#include "http/form_guard.h"
#include "http/view.h"
#include "oauth/redirect_uri.h"
#include "oauth/registry.h"

static const char PURPOSE[] = "logout";
static const char PATH[] = "/ui/logout";

/* Where the session was used, so that the person knows what ends. */
static result_t put_clients(struct logout_page *page, json_t *view)
{
    json_t *list = json_array();
    str_t *ids;
    size_t n;

    json_object_set_new(view, "clients", list);
    TRY(authn_session_clients(&page->authn, page->session, &ids, &n));
    for (size_t i = 0; i < n; i++) {
        const struct oauth_client *client;
        TRY(oauth_client_find(&page->oauth, ids[i], &client));
        if (!client)
            continue;
        json_t *item = json_object();
        json_put_str(item, "name", client->name);
        json_array_append_new(list, item);
    }
    return OK;
}

static result_t put_account(struct logout_page *page, json_t *view)
{
    const struct oauth_subject *person;

    TRY(page->authn.store->subject_find(
        page->authn.store->self, page->x->arena, page->session->user_id, &person));
    if (person)
        view_put_account(page->x, view, person);
    return OK;
}

static result_t fill(struct logout_page *page, json_t *view)
{
    struct http_exchange *x = page->x;

    json_put_str(view, "action", view_url(x, PATH, x->request.query));
    json_put_str(view, "csrf", form_guard_token(x, &page->authn, PURPOSE, page->session->id));
    view_put_language_url(x, view, PATH, x->request.query);
    if (page->request.client)
        view_put_client(x, view, page->request.client, STR_NONE);
    TRY(put_account(page, view));
    return put_clients(page, view);
}

static result_t show(struct logout_page *page, int status, const char *error)
{
    const struct pages *pages = http_service_of(page->x)->pages;
    json_t *view = pages_view(page->x, pages, "logout", page->request.ui_locales);
    result_t done = fill(page, view);

    if (!result_ok(done)) {
        json_decref(view);
        return done;
    }
    if (error)
        view_put_error(view, error);
    str_t target = str_present(page->request.return_to)
                       ? redirect_uri_csp_source(page->x->arena, page->request.return_to)
                       : STR_NONE;
    pages_reply(page->x, pages, status, view, target);
    return OK;
}

static result_t post(struct logout_page *page)
{
    struct form form;

    if (!view_read_body(page->x, &form))
        return OK;
    str_t action = form_get(&form, "action");
    if (!form_guard_passes(page->x, &page->authn, PURPOSE, page->session->id, &form))
        return show(page, 403, "form_expired");
    if (str_eq(action, STR("logout")))
        return logout_page_end(page);
    if (str_eq(action, STR("cancel")))
        logout_page_leave(page, true);
    else
        view_reply_error(
            page->x, 400, "invalid_request", "action must be logout or cancel", STR_NONE);
    return OK;
}

result_t endpoint_logout(struct http_exchange *x)
{
    struct logout_page page;
    bool ready;

    TRY(logout_page_load(x, posted_request_fetch, &page, &ready));
    if (!ready)
        return OK;
    if (!page.session) {
        logout_page_leave(&page, false);
        return OK;
    }
    return x->request.method == HTTP_POST ? post(&page) : show(&page, 200, NULL);
}
