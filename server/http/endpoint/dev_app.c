/* The demo application of a development server: a public client that lives in the browser. */
#include "base/json_read.h"
#include "http/endpoint/endpoints.h"
#include "http/service.h"

result_t endpoint_dev_app(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);
    json_t *view = pages_view(x, service->pages, "app", STR_NONE);

    json_put_str(view, "lang", STR("en"));
    json_put_str(view, "issuer", service->oauth_settings->issuer);
    json_put_str(view, "client_id", service->development->demo_client_id);
    json_put_str(view, "scope", STR("openid profile email"));
    pages_reply(x, service->pages, 200, view, STR_NONE);
    return OK;
}
