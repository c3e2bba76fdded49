#include "http/endpoint/endpoints.h"
#include "http/endpoint/logout_page.h"
#include "http/view.h"
#include "oauth/paths.h"

/* As the authorization endpoint: a post from elsewhere comes without our cookies. */
static void answer_post(struct http_exchange *x)
{
    struct form form;

    if (view_read_body(x, &form))
        http_reply_redirect(x, 303, view_url(x, OAUTH_PATH_LOGOUT, form_write(x->arena, &form)));
}

result_t endpoint_end_session(struct http_exchange *x)
{
    struct logout_page page;
    bool ready;

    if (x->request.method == HTTP_POST) {
        answer_post(x);
        return OK;
    }
    TRY(logout_page_load(x, &page, &ready));
    if (!ready)
        return OK;
    if (!page.session)
        logout_page_leave(&page, false);
    else if (end_session_proven(&page.request, page.session->id, page.session->user_id))
        return logout_page_end(&page);
    else
        pages_go(x, view_url(x, "/ui/logout", x->request.query));
    return OK;
}
