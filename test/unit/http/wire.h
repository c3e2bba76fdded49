/* A client's plain socket to a server on loopback. Every wait has an end. */
#ifndef TESSERA_TEST_UNIT_HTTP_WIRE_H
#define TESSERA_TEST_UNIT_HTTP_WIRE_H

#include "base/buf.h"
#include "support/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { WIRE_WAIT_S = 4, WIRE_REPLY_MAX = 256 * 1024 };

struct wire {
    int socket;
};

static inline int wire_connect(uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval wait = {.tv_sec = WIRE_WAIT_S};
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(s >= 0);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    if (connect(s, (const struct sockaddr *)&address, sizeof address) == 0)
        return s;
    close(s);
    return -1;
}

static inline struct wire wire_open(uint16_t port)
{
    struct wire wire = {.socket = wire_connect(port)};

    assert_true(wire.socket >= 0);
    return wire;
}

static inline bool wire_can_open(uint16_t port)
{
    int s = wire_connect(port);

    if (s >= 0)
        close(s);
    return s >= 0;
}

static inline void wire_close(struct wire *wire)
{
    close(wire->socket);
}

/* False once the server closed. */
static inline bool wire_try_send(struct wire *wire, str_t text)
{
    for (size_t at = 0; at < text.len;) {
        ssize_t n = send(wire->socket, text.ptr + at, text.len - at, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

/* The server may refuse before it has read all. */
static inline void wire_send(struct wire *wire, str_t text)
{
    (void)wire_try_send(wire, text);
}

/* To the end, or with `once` what comes first. */
static inline str_t wire_read(struct wire *wire, arena_t *arena, bool once)
{
    buf_t reply = buf_new(arena, WIRE_REPLY_MAX);
    char part[4096];
    ssize_t n;

    while ((n = recv(wire->socket, part, sizeof part, 0)) > 0) {
        buf_put(&reply, (str_t){part, (size_t)n});
        if (once)
            break;
    }
    return buf_str(&reply);
}

/* What comes within that time. */
static inline str_t wire_read_for(struct wire *wire, arena_t *arena, int ms)
{
    struct timeval wait = {.tv_usec = ms * 1000}, patience = {.tv_sec = WIRE_WAIT_S};

    setsockopt(wire->socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    str_t reply = wire_read(wire, arena, true);
    setsockopt(wire->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return reply;
}

/* Where it begins; the end of the text if it does not stand there. */
static inline size_t wire_find(str_t text, const char *part)
{
    size_t len = strlen(part), i = 0;

    while (i + len <= text.len && memcmp(text.ptr + i, part, len) != 0)
        i++;
    return i + len <= text.len ? i : text.len;
}

static inline size_t wire_count(str_t text, const char *part)
{
    size_t n = 0, len = strlen(part);

    for (size_t i = 0; i + len <= text.len; i++)
        n += memcmp(text.ptr + i, part, len) == 0;
    return n;
}

#endif
