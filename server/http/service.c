#include "http/service.h"

const struct http_service *http_service_of(struct http_exchange *x)
{
    return x->service;
}

struct oauth_context http_oauth_context(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);

    return (struct oauth_context){
        .arena = x->arena,
        .settings = service->oauth_settings,
        .store = &service->oauth_store,
        .registry = service->registry,
        .signer = &service->signer,
        .encrypter = &service->encrypter,
        .id_tokens = service->id_tokens,
        .fetcher = &service->fetcher,
        .jwts = service->jwts,
        .sealer = &service->sealer,
        .audit = &service->audit,
        .random = service->random,
        .now = clock_now_s(service->clock),
        .address = x->request.address,
    };
}

struct authn_context http_authn_context(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);

    return (struct authn_context){
        .arena = x->arena,
        .settings = service->authn_settings,
        .store = &service->authn_store,
        .schemes = &service->schemes,
        .notices = &service->notices,
        .audit = &service->audit,
        .random = service->random,
        .now = clock_now_s(service->clock),
        .address = x->request.address,
        .address_bucket = x->request.address_bucket,
        .user_agent = x->request.user_agent,
    };
}

struct account_context http_account_context(struct http_exchange *x)
{
    const struct http_service *service = http_service_of(x);

    return (struct account_context){
        .arena = x->arena,
        .settings = service->account_settings,
        .store = &service->account_store,
        .schemes = &service->account_schemes,
        .breached = service->breached,
        .keys = service->account_keys,
        .fetcher = &service->fetcher,
        .sealer = &service->sealer,
        .post = &service->account_post,
        .throttles = &service->authn_store,
        .audit = &service->audit,
        .random = service->random,
        .now = clock_now_s(service->clock),
        .address = x->request.address,
        .address_bucket = x->request.address_bucket,
    };
}
