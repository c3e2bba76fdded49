#include "http/endpoint/endpoints.h"
#include "http/service.h"

/* For Prometheus and what reads its format, on the management listener. */
result_t endpoint_metrics(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);

    http_reply_body(x, 200, "text/plain; version=0.0.4; charset=utf-8",
        service->metrics(service->metrics_self, x->arena));
    http_reply_header(x, "Cache-Control", STR("no-store"));
    return OK;
}
