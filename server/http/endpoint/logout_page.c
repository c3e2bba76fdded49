#include "http/endpoint/logout_page.h"

#include "authn/session.h"
#include "base/json_read.h"
#include "http/cookies.h"
#include "http/query.h"
#include "http/view.h"

result_t logout_page_load(struct http_exchange *x, logout_page_source_fn *source,
    struct logout_page *page, bool *ready_out)
{
    struct oauth_error error = OAUTH_NONE;
    str_t chosen = http_query(x, "ui_locales");
    bool ready;

    *page = (struct logout_page){
        .x = x, .oauth = http_oauth_context(x), .authn = http_authn_context(x)};
    *ready_out = false;
    TRY(source(x, &page->oauth, &page->form, &ready));
    if (!ready)
        return OK;
    TRY(end_session_check(&page->oauth, &page->form, &page->request, &error));
    if (oauth_failed(error)) {
        view_reply_error(x, 400, "invalid_request", error.description, STR_NONE);
        return OK;
    }
    if (str_present(chosen))
        page->request.ui_locales = chosen;
    TRY(authn_session_find(&page->authn, http_cookie(x, "session"), &page->session));
    *ready_out = true;
    return OK;
}

result_t logout_page_end(struct logout_page *page)
{
    TRY(authn_session_end(&page->authn, page->session));
    http_cookie_clear(page->x, "session");
    logout_page_leave(page, false);
    return OK;
}

void logout_page_leave(struct logout_page *page, bool stayed)
{
    struct http_exchange *x = page->x;
    const struct pages *pages = http_service_of(x)->pages;
    str_t return_to = page->request.return_to;

    if (!stayed && str_present(return_to)) {
        pages_go(x, return_to);
        return;
    }
    json_t *view = pages_view(x, pages, "logged-out", page->request.ui_locales);
    json_object_set_new(view, "stayed", json_boolean(stayed));
    if (page->request.client)
        view_put_client(x, view, page->request.client, STR_NONE);
    json_put_str(view, "return_url", return_to);
    pages_reply(x, pages, 200, view, STR_NONE);
}
