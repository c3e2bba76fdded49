#include "http/linger.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINGER_MS = 2000, READ_BYTES = 16 * 1024, READS_A_SWEEP = 16 };

void linger_add(struct lingering *linger, int socket, int64_t now_ms)
{
    if (linger->n == LINGER_MAX)
        return;
    int kept = fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (kept < 0)
        return;
    shutdown(kept, SHUT_WR);
    linger->places[linger->n].socket = kept;
    linger->places[linger->n].until_ms = now_ms + LINGER_MS;
    linger->n++;
}

/* True once the client has ended its direction too. */
static bool drain(int socket)
{
    char thrown_away[READ_BYTES];

    for (int i = 0; i < READS_A_SWEEP; i++) {
        ssize_t n = recv(socket, thrown_away, sizeof thrown_away, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EINTR))
            return n == 0 || errno != EAGAIN;
    }
    return false;
}

void linger_sweep(struct lingering *linger, int64_t now_ms)
{
    for (unsigned i = linger->n; i-- > 0;) {
        if (!drain(linger->places[i].socket) && now_ms < linger->places[i].until_ms)
            continue;
        close(linger->places[i].socket);
        linger->places[i] = linger->places[--linger->n];
    }
}

void linger_end(struct lingering *linger)
{
    while (linger->n > 0)
        close(linger->places[--linger->n].socket);
}
