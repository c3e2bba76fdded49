#include "http/listen.h"

#include "base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024, ANY_PORT_TRIES = 20 };

static socklen_t length_of(const union address_socket *address)
{
    return address->any.sa_family == AF_INET6 ? sizeof address->v6 : sizeof address->v4;
}

static uint16_t *port_of(union address_socket *address)
{
    return address->any.sa_family == AF_INET6 ? &address->v6.sin6_port : &address->v4.sin_port;
}

/* -1 with errno. An IPv6 socket takes IPv6 only, so that both can stand side by side. */
static int open_socket(const union address_socket *address)
{
    int on = 1;
    int s = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (s < 0)
        return -1;
    if (setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        (address->any.sa_family != AF_INET6 ||
            setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0) &&
        bind(s, &address->any, length_of(address)) == 0 && listen(s, BACKLOG) == 0)
        return s;
    int why = errno;
    close(s);
    errno = why;
    return -1;
}

static uint16_t bound_port(int s)
{
    union address_socket address = {0};
    socklen_t len = sizeof address;

    if (getsockname(s, &address.any, &len) != 0)
        return 0;
    return ntohs(*port_of(&address));
}

static void log_failure(const union address_socket *address, uint16_t port, int why)
{
    char host[INET6_ADDRSTRLEN] = "", reason[128];

    inet_ntop(address->any.sa_family,
        address->any.sa_family == AF_INET6 ? (const void *)&address->v6.sin6_addr
                                           : (const void *)&address->v4.sin_addr,
        host, sizeof host);
    if (strerror_r(why, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", why);
    log_error(
        "http.listen", log_cstr("address", host), log_int("port", port), log_cstr("why", reason));
}

/* errno of the address that failed; 0. */
static int open_all(
    const struct address_listen *listen, int sockets_out[2], uint16_t *port, size_t *failed_out)
{
    *port = listen->port;
    for (size_t i = 0; i < listen->n; i++) {
        union address_socket address = listen->sockets[i];
        *port_of(&address) = htons(*port);
        sockets_out[i] = open_socket(&address);
        if (sockets_out[i] < 0) {
            int why = errno;
            *failed_out = i;
            while (i-- > 0)
                close(sockets_out[i]);
            return why;
        }
        *port = bound_port(sockets_out[i]);
    }
    return 0;
}

result_t http_listen(const struct address_listen *listen, int sockets_out[2], uint16_t *port_out)
{
    size_t failed = 0;
    int why = 0;

    for (int tries = 0; tries < ANY_PORT_TRIES; tries++) {
        why = open_all(listen, sockets_out, port_out, &failed);
        if (why == 0)
            return OK;
        if (listen->port != 0 || why != EADDRINUSE)
            break;
    }
    log_failure(&listen->sockets[failed], *port_out, why);
    return result_fail(RESULT_UNAVAILABLE,
        why == EADDRINUSE ? "the address to listen on is in use" : "cannot listen on the address");
}
