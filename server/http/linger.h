/* Sockets that are closed gently. A server that closes while bytes of a refused request still come
 * in makes the kernel answer with a reset, which can take the refusal out of the client's hands
 * before it was read (RFC 9112, section 9.6). So a second descriptor holds the socket open for a
 * moment, and what comes is thrown away. Belongs to connection.c, under its lock.
 */
#ifndef TESSERA_HTTP_LINGER_H
#define TESSERA_HTTP_LINGER_H

#include <stdbool.h>
#include <stdint.h>

enum { LINGER_MAX = 128 };

struct lingering {
    struct {
        int socket;
        int64_t until_ms;
    } places[LINGER_MAX];
    unsigned n;
};

/* Ends our direction of `socket`, which its owner closes now, and keeps the other one. Without a
 * place nothing happens. */
void linger_add(struct lingering *linger, int socket, int64_t now_ms);

/* Reads and forgets; lets go of those that ended or had their time. */
void linger_sweep(struct lingering *linger, int64_t now_ms);

void linger_end(struct lingering *linger);

#endif
