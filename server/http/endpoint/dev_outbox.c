/* What would have been sent: a development server keeps it and shows it. */
#include "base/json_read.h"
#include "http/csrf.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/protocol.h"
#include "http/query.h"
#include "http/view.h"

result_t endpoint_dev_outbox(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);
    json_t *view = pages_view(x, service->pages, "outbox", STR_NONE);

    json_put_str(view, "lang", STR("en"));
    pages_reply(x, service->pages, 200, view, STR_NONE);
    return OK;
}

static result_t list(struct http_exchange *x, const struct http_development *development)
{
    str_t since_text = http_query(x, "since");
    int64_t since = 0;
    json_t *document;

    if (str_present(since_text) && !str_to_int64(since_text, &since)) {
        protocol_reply_error(
            x, oauth_refuse(OAUTH_INVALID_REQUEST, "since must be the id of a message"));
        return OK;
    }
    TRY(development->outbox_list(
        development->self, x->arena, http_query(x, "to"), since, &document));
    protocol_reply_json(x, 200, document);
    return OK;
}

result_t endpoint_dev_outbox_json(struct http_exchange *x)
{
    const struct http_development *development = http_service_of(x)->development;

    if (x->request.method != HTTP_DELETE)
        return list(x, development);
    if (!http_is_same_origin(&x->request, x->site)) {
        http_reply_empty(x, 403);
        return OK;
    }
    TRY(development->outbox_clear(development->self));
    http_reply_empty(x, 204);
    return OK;
}
