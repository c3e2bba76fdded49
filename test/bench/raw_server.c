/* The least that a token endpoint could be: libmicrohttpd as Tessera starts it, which signs (ES256)
 * what comes and, if told so, commits a row as durably, many in one transaction. The measure beside
 * which test/bench/run holds latencies and the time to start.
 *
 *   bench_raw_server PORT WORKERS DATABASE
 *
 * DATABASE is a file of SQLite or the URL of a PostgreSQL. /N answers 200 with 1 KiB after N
 * signatures; /N/commit commits too.
 */
#include <gnutls/abstract.h>
#include <libpq-fe.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUEUE = 256 };

struct waiting {
    bool done;
    pthread_cond_t changed;
};

struct engine {
    void (*open)(const char *where);
    void (*insert)(size_t n); /* so many rows in one transaction, durable on return */
};

static gnutls_privkey_t key;
static const struct engine *engine;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static struct waiting *queue[QUEUE];
static size_t queued;
static char page[1024];

/* ---- SQLite ---- */

static sqlite3 *sqlite;
static sqlite3_stmt *sqlite_row;

static void run(const char *sql)
{
    if (sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
        abort();
}

static void sqlite_open(const char *path)
{
    if (sqlite3_open(path, &sqlite) != SQLITE_OK)
        abort();
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("CREATE TABLE IF NOT EXISTS bench_rows (id INTEGER PRIMARY KEY, text TEXT)");
    if (sqlite3_prepare_v2(sqlite, "INSERT INTO bench_rows (text) VALUES (hex(randomblob(100)))",
            -1, &sqlite_row, NULL) != SQLITE_OK)
        abort();
}

static void sqlite_insert(size_t n)
{
    run("BEGIN IMMEDIATE");
    for (size_t i = 0; i < n; i++) {
        if (sqlite3_step(sqlite_row) != SQLITE_DONE)
            abort();
        sqlite3_reset(sqlite_row);
    }
    run("COMMIT");
}

/* ---- PostgreSQL ---- */

static PGconn *postgres;

static void check(PGresult *result)
{
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        abort();
    PQclear(result);
}

static void postgres_open(const char *url)
{
    postgres = PQconnectdb(url);
    if (PQstatus(postgres) != CONNECTION_OK)
        abort();
    check(PQexec(postgres, "SET client_min_messages = warning"));
    check(PQexec(
        postgres, "CREATE TABLE IF NOT EXISTS bench_rows (id BIGSERIAL PRIMARY KEY, text TEXT)"));
    check(PQprepare(
        postgres, "row", "INSERT INTO bench_rows (text) VALUES (repeat('0', 200))", 0, NULL));
    if (PQenterPipelineMode(postgres) != 1)
        abort();
}

/* What stands before one synchronisation point is one transaction. */
static void postgres_insert(size_t n)
{
    for (size_t i = 0; i < n; i++)
        PQsendQueryPrepared(postgres, "row", 0, NULL, NULL, NULL, 0);
    if (PQpipelineSync(postgres) != 1)
        abort();
    for (bool synced = false; !synced;) {
        PGresult *result = PQgetResult(postgres);
        ExecStatusType status = PQresultStatus(result); /* of NULL, between two statements: fatal */
        if (PQstatus(postgres) != CONNECTION_OK || (result != NULL && status == PGRES_FATAL_ERROR))
            abort();
        synced = status == PGRES_PIPELINE_SYNC;
        PQclear(result);
    }
}

static const struct engine sqlite_engine = {sqlite_open, sqlite_insert};
static const struct engine postgres_engine = {postgres_open, postgres_insert};

/* ---- requests ---- */

/* What waits together is committed together. */
static void *writer(void *arg)
{
    struct waiting *batch[QUEUE];

    (void)arg;
    for (;;) {
        pthread_mutex_lock(&lock);
        while (queued == 0)
            pthread_cond_wait(&filled, &lock);
        size_t n = queued;
        memcpy(batch, queue, n * sizeof *batch);
        queued = 0;
        pthread_mutex_unlock(&lock);
        engine->insert(n);
        pthread_mutex_lock(&lock);
        for (size_t i = 0; i < n; i++) {
            batch[i]->done = true;
            pthread_cond_signal(&batch[i]->changed);
        }
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void commit(void)
{
    struct waiting waiting = {.changed = PTHREAD_COND_INITIALIZER};

    pthread_mutex_lock(&lock);
    queue[queued++] = &waiting;
    pthread_cond_signal(&filled);
    while (!waiting.done)
        pthread_cond_wait(&waiting.changed, &lock);
    pthread_mutex_unlock(&lock);
}

static void sign(void)
{
    static unsigned char text[600];
    const gnutls_datum_t data = {text, sizeof text};
    gnutls_datum_t signature;

    if (gnutls_privkey_sign_data2(key, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &signature) != 0)
        abort();
    gnutls_free(signature.data);
}

static enum MHD_Result answer(void *self, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *body, size_t *body_n, void **state)
{
    static char seen;

    (void)self, (void)method, (void)version, (void)body;
    if (*state == NULL || *body_n > 0) {
        *state = &seen;
        *body_n = 0;
        return MHD_YES;
    }
    char *rest;
    for (unsigned long n = strtoul(url + 1, &rest, 10); n > 0; n--)
        sign();
    if (strcmp(rest, "/commit") == 0)
        commit();
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof page, page, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

int main(int argc, char **argv)
{
    pthread_t thread;
    sigset_t ends;
    int which;

    if (argc != 4)
        return 2;
    memset(page, 'x', sizeof page);
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    engine = strncmp(argv[3], "postgresql:", 11) == 0 ? &postgres_engine : &sqlite_engine;
    engine->open(argv[3]);
    gnutls_privkey_init(&key);
    if (gnutls_privkey_generate(
            key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0) != 0)
        abort();
    pthread_create(&thread, NULL, writer, NULL);
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD,
        (uint16_t)strtoul(argv[1], NULL, 10), NULL, NULL, answer, NULL, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)strtoul(argv[2], NULL, 10), MHD_OPTION_CONNECTION_LIMIT, 2048u, MHD_OPTION_END);
    if (daemon == NULL)
        return 1;
    sigwait(&ends, &which);
    return 0;
}
