#include "unit/cli/program.h"

#include "base/json_read.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

/* Somebody on a port of this machine who gives one answer. */
struct listener {
    int fd;
    const char *answer;
    char asked[256];
    char setting[64];
    pthread_t thread;
};

static void *answer_once(void *self)
{
    struct listener *listener = self;
    int fd = accept(listener->fd, NULL, NULL);
    ssize_t n = recv(fd, listener->asked, sizeof listener->asked - 1, 0);
    listener->asked[n > 0 ? n : 0] = '\0';
    for (const char *c = listener->answer; *c != '\0'; c++)
        if (send(fd, c, 1, MSG_NOSIGNAL) != 1)
            break;
    close(fd);
    return NULL;
}

static void listen_on(struct listener *listener, const char *address)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof in;
    listener->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listener->fd, (struct sockaddr *)&in, sizeof in), 0);
    assert_int_equal(listen(listener->fd, 1), 0);
    assert_int_equal(getsockname(listener->fd, (struct sockaddr *)&in, &len), 0);
    snprintf(listener->setting, sizeof listener->setting, "management.listen=%s:%d", address,
        ntohs(in.sin_port));
}

static void ask_at(struct program *program, const char *address, const char *answer, char *asked)
{
    struct listener listener = {.answer = answer};
    listen_on(&listener, address);
    pthread_create(&listener.thread, NULL, answer_once, &listener);
    const char *argv[] = {"tessera", "healthcheck", "--json", "--set", listener.setting, NULL};
    program_run_with(program, argv, 5);
    pthread_join(listener.thread, NULL);
    close(listener.fd);
    if (asked != NULL)
        memcpy(asked, listener.asked, sizeof listener.asked);
}

static void ready_server_is_healthy(void **state)
{
    struct program *program = *state;
    char asked[256];
    ask_at(program, "127.0.0.1", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", asked);
    assert_exit(program, CLI_DONE);
    json_auto_t *ready = program_json(program->out);
    assert_true(json_is_true(json_object_get(ready, "ready")));
    assert_says(asked, "GET /readyz HTTP/1.1\r\n");
    assert_says(asked, "Host: localhost\r\n");
    ask_at(program, "0.0.0.0", "HTTP/1.1 200 OK\r\n\r\n", NULL);
    assert_exit(program, CLI_DONE);
}

static void server_that_is_not_ready_is_not_healthy(void **state)
{
    struct program *program = *state;
    ask_at(program, "127.0.0.1", "HTTP/1.1 503 Service Unavailable\r\n\r\n", NULL);
    assert_exit(program, CLI_FAILED);
    assert_says(program->err, "not ready (503)");
    assert_string_equal(program->out, "");
}

static void answer_that_is_no_http_is_not_healthy(void **state)
{
    struct program *program = *state;
    static const char *const answers[] = {
        "", "SSH-2.0-x\r\n", "HTTP/1.1 ", "HTTP/1.1 2x0 OK\r\n", "HTTP/1.1 20", "200"};
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        ask_at(program, "127.0.0.1", answers[i], NULL);
        assert_exit(program, CLI_FAILED);
        assert_says(program->err, "no answer");
    }
}

static void nobody_there_is_not_healthy(void **state)
{
    struct program *program = *state;
    struct listener listener = {0};
    listen_on(&listener, "127.0.0.1");
    close(listener.fd);
    const char *argv[] = {"tessera", "healthcheck", "--set", listener.setting, NULL};
    program_run_with(program, argv, 4);
    assert_exit(program, CLI_FAILED);
    assert_says(program->err, "no answer from 127.0.0.1");
}

static void nobody_to_ask_is_a_mistake_of_the_configuration(void **state)
{
    struct program *program = *state;
    program_run(program, "healthcheck", "--json", "--set", "management.listen=");
    assert_exit(program, CLI_CONFIGURATION);
    json_auto_t *error = program_json(program->err);
    assert_str(json_read_str(error, "key"), "management.listen");
    program_run(program, "healthcheck", "--set", "management.listen=nowhere");
    assert_exit(program, CLI_CONFIGURATION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(ready_server_is_healthy),
        program_test(server_that_is_not_ready_is_not_healthy),
        program_test(answer_that_is_no_http_is_not_healthy),
        program_test(nobody_there_is_not_healthy),
        program_test(nobody_to_ask_is_a_mistake_of_the_configuration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
