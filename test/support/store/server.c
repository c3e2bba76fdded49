#include "store/server.h"

#include "support/unit.h"

#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

const char *server_url(void)
{
    const char *url = getenv("TESSERA_TEST_POSTGRES");

    if (!url)
        print_error("TESSERA_TEST_POSTGRES is not set: run this by test/support/with-postgres\n");
    return url;
}

static bool run(PGconn *connection, const char *sql)
{
    PGresult *done = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(done);
    bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

    if (!fine)
        print_error("%s: %s\n", sql, PQerrorMessage(connection));
    PQclear(done);
    return fine;
}

bool server_run(const char *sql)
{
    PGconn *connection = PQconnectdb(server_url());
    bool fine = run(connection, sql);

    PQfinish(connection);
    return fine;
}

struct server_session *server_session_begin(const char *sql)
{
    PGconn *connection = PQconnectdb(server_url());

    assert_true(run(connection, "BEGIN") && run(connection, sql));
    return (struct server_session *)connection;
}

void server_session_end(struct server_session **session)
{
    PQfinish((PGconn *)*session);
    *session = NULL;
}

static bool control(char *const words[])
{
    const char *program = getenv("TESSERA_TEST_POSTGRES_CONTROL");
    pid_t pid;
    int status;

    return program && posix_spawn(&pid, program, NULL, NULL, words, environ) == 0 &&
           waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool server_stop(const char *mode)
{
    char words[3][16] = {"control", "stop", "-m"};
    char mode_word[16];

    snprintf(mode_word, sizeof mode_word, "%s", mode);
    return control((char *const[]){words[0], words[1], words[2], mode_word, NULL});
}

bool server_start(void)
{
    char words[2][16] = {"control", "start"};

    return control((char *const[]){words[0], words[1], NULL});
}
