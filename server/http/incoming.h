/* A request as Ulfius carries it from the request line to its callback, grown by what is needed
 * there: the connection, and where the target lay. Belongs to the worker of its connection.
 */
#ifndef TESSERA_HTTP_INCOMING_H
#define TESSERA_HTTP_INCOMING_H

#include "http/exchange.h"

#include <ulfius.h>

enum {
    /* What libmicrohttpd takes for a connection: the head, what it notes about it, and the head of
     * the reply. It stays for the life of a connection that rests: some thousands must fit. */
    INCOMING_MEMORY_BYTES = 20 * 1024,
    INCOMING_HEAD_MAX_BYTES = 14 * 1024,
    INCOMING_TARGET_MAX_BYTES = 12 * 1024,
    INCOMING_MAX_FIELDS = 100,
};

struct incoming {
    struct _u_request ulfius; /* first: Ulfius frees it, and with it the whole */
    struct MHD_Connection *connection;
    const char *target_at; /* in the library's buffer, where it is unescaped by now */
};

/* What Ulfius wants to find as the request's context, from its own URI log callback; the target is
 * copied. NULL without memory. */
void *incoming_new(struct MHD_Connection *connection, const char *uri);

/* Wipes the body: passwords and codes are in it. NULL inside is fine; sets it to NULL. */
void incoming_free(void **context);

/* What Ulfius hands its callback. */
const struct incoming *incoming_of(const struct _u_request *request);

/* As it came. */
str_t incoming_target(const struct incoming *incoming);
size_t incoming_head_bytes(const struct incoming *incoming);

/* Reads head and body into the exchange, but for path and query. Header values are borrowed from
 * the library until the request ends. False if it is no head by the grammar (head.h). */
bool incoming_read(const struct incoming *incoming, struct http_exchange *x);

/* The announced length; 0 without a body, -1 if it is chunked. */
int64_t incoming_length(const struct http_request *request);

#endif
