#include "http/endpoint/endpoints.h"
#include "http/endpoint/protocol.h"

#include "authn/acr.h"
#include "base/json_read.h"
#include "http/memo.h"
#include "oidc/discovery.h"

/* Public and the same for everyone: an hour in caches for the document, which changes with the
 * configuration only; five minutes for keys, less than what a new key is published before it signs.
 */
static void reply_public(struct http_exchange *x, str_t body, const char *cache_control)
{
    http_reply_body(x, 200, "application/json", body);
    http_reply_header(x, "Cache-Control", str_from_cstr(cache_control));
}

result_t endpoint_discovery(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);
    struct oauth_context ctx = http_oauth_context(x);
    str_t text = http_memo_get(service->discovery, x->arena, ctx.now);

    if (!str_present(text)) {
        struct oidc_surroundings surroundings = {
            pages_languages(service->pages), authn_acrs_reachable};
        json_auto_t *document = oidc_discovery(&ctx, &surroundings);
        text = json_write(x->arena, document);
        http_memo_set(service->discovery, text, ctx.now);
    }
    reply_public(x, text, "public, max-age=3600");
    return OK;
}

result_t endpoint_jwks(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);

    reply_public(x, service->jwks(service->keys, x->arena), "public, max-age=300");
    return OK;
}
