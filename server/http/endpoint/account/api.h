/* What the resources of the account API share (schemas/openapi.yaml, docs/account-api.md): who
 * asks, whether the request came from our own pages, JSON in and out, refusals as values with a
 * code. One exchange, one thread.
 */
#ifndef TESSERA_HTTP_ENDPOINT_ACCOUNT_API_H
#define TESSERA_HTTP_ENDPOINT_ACCOUNT_API_H

#include "account/refusal.h"
#include "http/service.h"
#include "oauth/client.h"

enum { ACCOUNT_API_PAGE_MAX = 100, ACCOUNT_API_PAGE = 50 };

struct account_call {
    struct http_exchange *x;
    struct account_context account;
    struct authn_context authn;
    const struct authn_session *session;
    const struct oauth_subject *person;
};

/* One method of a resource. */
struct account_act {
    enum http_method method;
    result_t (*act)(struct account_call *call);
};

/* Answers by the act of the request's method (the route has let no other through), once the request
 * is from our own origin, from somebody signed in, and with the token of GET /me unless it is a
 * GET; else refuses, in this order. */
MUST_USE result_t account_api_serve(
    struct http_exchange *x, const struct account_act *acts, size_t n);

/* For the header X-Tessera-CSRF; bound to the session and to the browser's own secret. */
str_t account_api_token(struct account_call *call);

/* Until when acts that ask for a fresh sign-in are served. */
int64_t account_api_fresh_until(const struct account_call *call);

/* Replies 403 with the way to a fresh sign-in. */
void account_api_refuse_stale(struct account_call *call);

/* A member that a body may have: a text, or null where that means something. */
struct account_member {
    const char *name;
    bool required;
    bool nullable;
};

/* The body, an object of these members alone. NULL when it replied with the refusal. Own. */
json_t *account_api_read(struct account_call *call, const struct account_member *members, size_t n);

/* The query of a list: `after` absent on the first page. False when it replied with the refusal. */
bool account_api_read_page(struct account_call *call, struct account_page *page_out);

/* Takes `document`. */
void account_api_reply(struct account_call *call, int status, json_t *document);

/* {"client_id", "name", "uri"}; own. */
json_t *account_api_client(const struct oauth_client *client);

/* {"items", "next"}; takes `items`; `next` absent: this was the last page. */
void account_api_reply_list(struct account_call *call, json_t *items, str_t next);

/* `key` may be NULL. */
void account_api_refuse(
    struct account_call *call, int status, const char *error, const char *message, const char *key);

/* 404 for what there is not, 422 for the rest. */
void account_api_refuse_act(
    struct account_call *call, enum account_refusal refusal, const char *key);

#endif
