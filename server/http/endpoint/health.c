/* For service managers and load balancers, on the management listener. */
#include "http/endpoint/endpoints.h"
#include "http/service.h"

static void say(struct http_exchange *x, int status, str_t body)
{
    http_reply_body(x, status, "application/json", body);
}

/* The process lives and answers. */
result_t endpoint_healthz(struct http_exchange *x)
{
    say(x, 200, STR("{\"status\":\"ok\"}"));
    return OK;
}

/* It can serve: the database answers, and it is not draining. */
result_t endpoint_readyz(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);

    if (result_ok(service->ready(service->ready_self)))
        say(x, 200, STR("{\"status\":\"ready\"}"));
    else
        say(x, 503, STR("{\"status\":\"unavailable\"}"));
    return OK;
}
