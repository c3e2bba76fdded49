#include "app/signals.h"

#include <signal.h>
#include <stddef.h>

static sigset_t waited_for(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

void signals_block(void)
{
    sigset_t set = waited_for();

    signal(SIGPIPE, SIG_IGN); /* a peer that went away is an error of write */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file that may not grow */
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

enum signal_event signals_wait(void)
{
    sigset_t set = waited_for();
    int number = 0;

    while (sigwait(&set, &number) != 0)
        continue;
    return number == SIGHUP ? SIGNAL_RELOAD : SIGNAL_STOP;
}
