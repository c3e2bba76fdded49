/* SIGTERM and SIGINT end the server, SIGHUP reloads: taken by the main thread alone. */
#ifndef TESSERA_APP_SIGNALS_H
#define TESSERA_APP_SIGNALS_H

enum signal_event { SIGNAL_STOP, SIGNAL_RELOAD };

/* Before any thread is started: they inherit the mask. */
void signals_block(void);

/* Blocks until one comes. */
enum signal_event signals_wait(void);

#endif
