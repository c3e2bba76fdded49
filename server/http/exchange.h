/* One request and its reply, as our own structs: what handlers see of HTTP. Belongs to the thread
 * that answers the request; everything in it lives as long as its arena.
 */
#ifndef TESSERA_HTTP_EXCHANGE_H
#define TESSERA_HTTP_EXCHANGE_H

#include "base/arena.h"
#include "base/result.h"
#include "http/site.h"

/* Bits, since a route names several. */
enum http_method {
    HTTP_GET = 1 << 0, /* HEAD too: a handler never sees the difference, and has no effect then */
    HTTP_POST = 1 << 1,
    HTTP_PUT = 1 << 2,
    HTTP_PATCH = 1 << 3,
    HTTP_DELETE = 1 << 4,
    HTTP_OPTIONS = 1 << 5, /* answered by the router */
    HTTP_OTHER = 1 << 6,
};

struct http_field {
    str_t name;
    str_t value;
};

struct http_request {
    enum http_method method;
    str_t method_name; /* as it came: "HEAD" */
    str_t version;     /* "HTTP/1.1" */
    str_t path;        /* raw; below the issuer's path once it is routed */
    str_t query;       /* raw; absent without '?' */
    str_t body;        /* empty without one */
    str_t content_type;
    str_t host;
    str_t user_agent;
    str_t address;        /* of the client, as text, behind trusted proxies too */
    str_t address_bucket; /* what throttles count: IPv4 whole, IPv6 its /64 */
    str_t correlation_id;
    const struct http_field *fields; /* all headers, in their order */
    size_t fields_n;
};

enum { HTTP_REPLY_MAX_FIELDS = 40 };

struct http_reply {
    int status; /* 0: none yet */
    str_t body;
    struct http_field fields[HTTP_REPLY_MAX_FIELDS];
    size_t fields_n;
    bool broken; /* a header was refused: 500 goes out instead */
};

struct http_route;

struct http_exchange {
    arena_t *arena;
    struct http_request request;
    struct http_reply reply;
    const struct http_site *site;
    bool routed;                    /* the router has looked for a route */
    const struct http_route *route; /* NULL without one */
    unsigned methods;               /* what its path takes, of enum http_method */
    const void *service;            /* the handlers' own (http/service.h) */
};

/* A failure ends as 500 or 503; what the client did wrong is a reply. */
typedef result_t http_handler_fn(struct http_exchange *x);

/* HTTP_OTHER for a method that no route has. */
enum http_method http_method_of(str_t name);

/* The first header of that name, in any case; absent if there is none. */
str_t http_header(const struct http_request *request, const char *name);
size_t http_header_count(const struct http_request *request, const char *name);

/* The reply so far, but for headers already set. `type` NULL: no Content-Type. The body is
 * borrowed until the reply is sent: from the arena, or static. */
void http_reply_body(struct http_exchange *x, int status, const char *type, str_t body);
void http_reply_empty(struct http_exchange *x, int status);
void http_reply_redirect(struct http_exchange *x, int status, str_t location);

/* Sets a header, or adds to Set-Cookie (a line each) and Vary (one list). The value is copied. One
 * with a line end, a NUL or another control character would write headers of its own: the reply
 * becomes a 500 (RFC 9110, section 5.5). */
void http_reply_header(struct http_exchange *x, const char *name, str_t value);

/* Absent if it is not set. */
str_t http_reply_header_get(const struct http_exchange *x, const char *name);

#endif
