#include "http/endpoint/endpoints.h"
#include "http/endpoint/logout_page.h"
#include "http/endpoint/posted_request.h"
#include "http/view.h"
#include "oauth/paths.h"

result_t endpoint_end_session(struct http_exchange *x)
{
    struct logout_page page;
    bool ready;

    TRY(logout_page_load(x, posted_request_read, &page, &ready));
    if (!ready)
        return OK;
    if (x->request.method == HTTP_POST)
        return posted_request_come_back(x, &page.oauth, OAUTH_PATH_LOGOUT, &page.form);
    if (!page.session)
        logout_page_leave(&page, false);
    else if (end_session_proven(
                 &page.oauth, &page.request, page.session->id, page.session->user_id))
        return logout_page_end(&page);
    else
        pages_go(x, view_url(x, "/ui/logout", x->request.query));
    return OK;
}
