/* The PostgreSQL server of test/support/with-postgres, from outside what is tested. */
#ifndef TESSERA_TEST_STORE_SERVER_H
#define TESSERA_TEST_STORE_SERVER_H

#include <stdbool.h>

/* NULL, and said so, if there is none. */
const char *server_url(void);

/* Statements; said so, if they fail. */
bool server_run(const char *sql);

/* A session of its own that holds what it locked until it ends. */
struct server_session;
struct server_session *server_session_begin(const char *sql);
void server_session_end(struct server_session **session);

/* The server stops, in pg_ctl's mode "fast" or "immediate" (as a crash does), and starts. */
bool server_stop(const char *mode);
bool server_start(void);

#endif
