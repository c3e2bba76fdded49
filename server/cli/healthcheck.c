/* Asks the management listener of a server on this machine, for containers and service managers. */
#include "cli/verbs.h"

#include "cli/output.h"
#include "config/address.h"

#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { TIMEOUT_S = 3, ANSWER_BYTES = 256 };

/* -1 if nobody listens there. */
static int connect_to(const union address_socket *socket_address)
{
    struct timeval timeout = {.tv_sec = TIMEOUT_S};
    bool v4 = socket_address->any.sa_family == AF_INET;
    int fd = socket(socket_address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) != 0 ||
        connect(fd, &socket_address->any,
            v4 ? sizeof socket_address->v4 : sizeof socket_address->v6) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* A server that listens on every address is asked on the loopback one. */
static void to_loopback(union address_socket *socket_address)
{
    if (socket_address->any.sa_family == AF_INET &&
        socket_address->v4.sin_addr.s_addr == htonl(INADDR_ANY))
        socket_address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket_address->any.sa_family == AF_INET6 &&
        IN6_IS_ADDR_UNSPECIFIED(&socket_address->v6.sin6_addr))
        socket_address->v6.sin6_addr = in6addr_loopback;
}

/* The status of GET /readyz; 0 if there is no answer. */
static int ask(int fd)
{
    static const char request[] =
        "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char answer[ANSWER_BYTES];
    size_t n = 0;
    ssize_t got = 1;
    int64_t status;
    if (send(fd, request, sizeof request - 1, MSG_NOSIGNAL) != (ssize_t)sizeof request - 1)
        return 0;
    while (got > 0 && n < sizeof answer && memchr(answer, '\n', n) == NULL) {
        got = recv(fd, answer + n, sizeof answer - n, 0);
        if (got > 0)
            n += (size_t)got;
    }
    str_t line = {answer, n};
    bool is_http = str_starts_with(line, STR("HTTP/1.1 ")) && n >= 12;
    return is_http && str_to_int64(str_first(str_from(line, 9), 3), &status) ? (int)status : 0;
}

static int status_at(str_t address)
{
    struct address_listen listen;
    int status = 0;
    if (!address_listen_parse(address, &listen))
        return 0;
    for (size_t i = 0; i < listen.n && status == 0; i++) {
        to_loopback(&listen.sockets[i]);
        int fd = connect_to(&listen.sockets[i]);
        if (fd < 0)
            continue;
        status = ask(fd);
        close(fd);
    }
    return status;
}

static enum cli_exit run(struct cli *cli, const void *args)
{
    (void)args;
    struct config_problems problems = {.arena = cli->arena};
    AUTO_CONFIG config = config_load(&cli->sources, &problems);
    if (config == NULL)
        return cli_fail_config(cli, &problems);
    str_t listen = config->management.listen;
    if (listen.len == 0)
        return cli_fail(cli, CLI_CONFIGURATION, STR("management.listen"),
            "management.listen is empty, so nobody can be asked");
    int status = status_at(listen);
    if (status == 0)
        return cli_fail(cli, CLI_FAILED, STR_NONE, "There is no answer from %.*s", STR_ARG(listen));
    if (status != 200)
        return cli_fail(cli, CLI_FAILED, STR_NONE, "The server is not ready (%d)", status);
    if (cli->json)
        return cli_print_json(cli, json_pack("{s:b}", "ready", 1));
    return cli_print(cli, "The server is ready.\n");
}

static const struct cli_command healthcheck = {
    .verb = "healthcheck",
    .summary = "Ask the management listener whether the server is ready",
    .need = CLI_NEEDS_SOURCES,
    .run = run,
};

const struct cli_command *const cli_healthcheck_commands[] = {&healthcheck, NULL};
