/* From a request to its handler, by a table, and what every reply has in common: methods, sizes and
 * types that a route takes, same origin for pages, CORS, security headers, and the end of what
 * failed. Pure: knows no socket; a table is immutable, any thread. */
#ifndef TESSERA_HTTP_ROUTER_H
#define TESSERA_HTTP_ROUTER_H

#include "http/cors.h"
#include "http/exchange.h"
#include "http/observer.h"

enum http_route_flag {
    HTTP_ROUTE_PAGE = 1 << 0,     /* for people: refusals are pages, posts come from our own */
    HTTP_ROUTE_PREFIX = 1 << 1,   /* the path ends in '/' and stands for all below it */
    HTTP_ROUTE_INSERTED = 1 << 2, /* the issuer's path comes behind this one (RFC 8414, 3.1) */
    HTTP_ROUTE_FORM = 1 << 3,     /* bodies are application/x-www-form-urlencoded, else 415 */
    HTTP_ROUTE_JSON = 1 << 4,     /* bodies are application/json, else 415 */
    /* A post may come from anywhere: the authorization and the end-session endpoint, whose requests
     * legitimately start at a client (security.md). */
    HTTP_ROUTE_CROSS_SITE = 1 << 5,
    HTTP_ROUTE_GET_ACTS = 1 << 6, /* a GET has an effect: HEAD, which may have none, is refused */
    HTTP_ROUTE_API = 1 << 7,      /* for programs: refusals are JSON, {"error", "message"} */
    HTTP_ROUTE_OAUTH = 1 << 8,    /* refusals are errors of RFC 6749, section 5.2 */
};

struct http_route {
    /* Of enum http_method; GET serves HEAD, but for GET_ACTS. 0: 404, in this route's manner. */
    unsigned methods;
    const char *path; /* below the issuer's path; raw bytes, no escapes */
    http_handler_fn *handler;
    unsigned flags;
    enum http_cors_rule cors;
    size_t body_max; /* bytes; 0: the router's */
};

struct http_router {
    const struct http_route *routes;
    size_t n;
    const struct http_site *site; /* NULL: answers to any Host, and has no path of its own */
    const void *service;
    const struct http_cors_origins *cors_origins; /* may be NULL if no route asks for it */
    size_t body_max;
    /* Replies with a page that says what is wrong; `detail` is a sentence, or absent. NULL: plain
     * text. Called for every refusal that a person may see. */
    void (*refusal_page)(struct http_exchange *x, int status, str_t detail);
    const struct http_observer *observer; /* NULL: nobody */
};

/* Finds the request's route, as soon as its head is there, the path still whole. */
void http_router_find(const struct http_router *router, struct http_exchange *x);

/* How much of a body is read: the route's limit, where there is one. */
size_t http_router_body_max(const struct http_router *router, const struct http_exchange *x);

/* Fills x->reply, whatever happens. `x->request` is complete; its route is found if it was not. */
void http_router_serve(const struct http_router *router, struct http_exchange *x);

/* The same ending for a request that is refused before its handler sees it. `detail` may be absent.
 */
void http_router_refuse(
    const struct http_router *router, struct http_exchange *x, int status, str_t detail);

/* The same for one that finds no place: 503, to be tried again. */
void http_router_busy(const struct http_router *router, struct http_exchange *x);

/* What a PREFIX route's path leaves of the request's. */
str_t http_route_rest(const struct http_exchange *x);

#endif
