/* A request while it arrives: its target, its head, then its body up to a limit. One thread at a
 * time.
 */
#ifndef TESSERA_HTTP_INCOMING_H
#define TESSERA_HTTP_INCOMING_H

#include "http/exchange.h"

struct MHD_Connection;

enum {
    /* What libmicrohttpd takes for a connection: the head, what it notes about it, and the head of
     * the reply. It stays for the life of a connection that rests: some thousands must fit. */
    INCOMING_MEMORY_BYTES = 20 * 1024,
    INCOMING_HEAD_MAX_BYTES = 14 * 1024,
    INCOMING_TARGET_MAX_BYTES = 12 * 1024,
    INCOMING_MAX_FIELDS = 100,
};

enum incoming_stage {
    INCOMING_HEAD, /* the request line is there */
    INCOMING_BODY,
    INCOMING_ANSWERED, /* x->reply is filled */
};

struct incoming {
    enum incoming_stage stage;
    struct MHD_Connection *connection;
    str_t target;
    arena_t *arena; /* from the head on */
    struct http_exchange *x;
    int64_t begun_ms;
    size_t head_bytes;
    size_t body_max;
    size_t body_room;
    char *body;
    size_t body_len;
};

/* What the library hands out with a head. */
struct incoming_head {
    const char *method;
    const char *url;
    const char *version;
};

/* The target is copied. NULL without memory. */
struct incoming *incoming_new(struct MHD_Connection *connection, str_t target);

/* Wipes the body: passwords and codes are in it. NULL inside is fine; sets it to NULL. */
void incoming_free(struct incoming **incoming);

/* Reads the head into an exchange: fields, host, path and query. Header values are borrowed from
 * the library until the request ends. False if it is no head by the grammar (head.h). */
bool incoming_read_head(
    struct incoming *incoming, const struct incoming_head *head, arena_t *arena);

/* More of the body. False past body_max: nothing was taken. */
bool incoming_put(struct incoming *incoming, const char *bytes, size_t n);

/* The announced length; 0 without a body, -1 if it is chunked. */
int64_t incoming_length(const struct incoming *incoming);

#endif
