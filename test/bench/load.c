/* Sends prepared HTTP/1.1 requests over keep-alive connections, one at a time on each, and says how
 * long the answers took.
 *
 *   bench_load PORT[,PORT...] CONNECTIONS TOTAL REQUESTS [ANSWERS]
 *
 * Connections are shared out among the ports. REQUESTS holds requests, each behind its length (4
 * bytes, the machine's order); they are sent in turn, from the first again when TOTAL exceeds their
 * number. ANSWERS is written in the same form, in the order of the requests. Loopback only. Prints
 * JSON: {"requests", "seconds", "p50_us", "p99_us", "status": {"200": N}}. Answers must carry
 * Content-Length.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    ANSWER_MAX = 65536,
    CONNECTIONS_MAX = 4096,
    PORTS_MAX = 8,
    STATUS_MAX = 600,
    WAIT_MS = 30000
};

struct request {
    const char *bytes;
    uint32_t len;
};

struct answer {
    char *bytes;
    uint32_t len;
};

struct connection {
    int fd;
    size_t index; /* of the request that it waits for */
    double sent_at;
    size_t have;
    char buffer[ANSWER_MAX];
};

struct load {
    struct request *requests;
    size_t requests_n;
    size_t total, sent, done;
    double *took_us;
    struct answer *answers; /* NULL: not kept */
    size_t status[STATUS_MAX];
    uint16_t ports[PORTS_MAX];
    size_t ports_n;
    int epoll;
};

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "bench_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void read_requests(struct load *load, const char *path)
{
    struct stat info;
    int fd = open(path, O_RDONLY);

    if (fd < 0 || fstat(fd, &info) != 0)
        fail(path);
    size_t size = (size_t)info.st_size, n = 0;
    const char *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        fail(path);
    load->requests = calloc(size / 5 + 1, sizeof *load->requests);
    for (size_t at = 0; at + 4 <= size; n++) {
        memcpy(&load->requests[n].len, bytes + at, 4);
        load->requests[n].bytes = bytes + at + 4;
        at += 4 + load->requests[n].len;
    }
    load->requests_n = n;
    close(fd);
    if (n == 0) {
        errno = EINVAL;
        fail(path);
    }
}

static void send_next(struct load *load, struct connection *connection)
{
    const struct request *request = &load->requests[load->sent % load->requests_n];

    connection->index = load->sent++;
    connection->have = 0;
    connection->sent_at = now_us();
    /* Requests are far smaller than the socket's buffer. */
    if (send(connection->fd, request->bytes, request->len, MSG_NOSIGNAL) != (ssize_t)request->len)
        fail("send");
}

static void join(struct load *load, struct connection *connection, uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = connection}};
    int one = 1;

    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->fd < 0 ||
        connect(connection->fd, (struct sockaddr *)&address, sizeof address) != 0)
        fail("connect");
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->fd, &event);
    send_next(load, connection);
}

/* The length of the whole answer; 0: its head is not there yet. */
static size_t answer_length(const struct connection *connection)
{
    const char *end = memmem(connection->buffer, connection->have, "\r\n\r\n", 4);

    if (end == NULL)
        return 0;
    size_t head = (size_t)(end - connection->buffer) + 4;
    const char *field = strcasestr(connection->buffer, "\r\ncontent-length:");
    if (field == NULL || field > end)
        return head;
    return head + strtoul(field + strlen("\r\ncontent-length:"), NULL, 10);
}

static void keep(struct load *load, const struct connection *connection)
{
    long status = strtol(connection->buffer + strlen("HTTP/1.1 "), NULL, 10);

    load->took_us[load->done++] = now_us() - connection->sent_at;
    if (status > 0 && status < STATUS_MAX)
        load->status[status]++;
    if (load->answers == NULL)
        return;
    struct answer *answer = &load->answers[connection->index];
    answer->bytes = malloc(connection->have);
    answer->len = (uint32_t)connection->have;
    memcpy(answer->bytes, connection->buffer, connection->have);
}

static void take(struct load *load, struct connection *connection)
{
    ssize_t got = recv(connection->fd, connection->buffer + connection->have,
        ANSWER_MAX - 1 - connection->have, MSG_DONTWAIT);

    if (got <= 0)
        fail(got == 0 ? "the server closed a connection" : "recv");
    connection->have += (size_t)got;
    connection->buffer[connection->have] = '\0';
    size_t length = answer_length(connection);
    if (length >= ANSWER_MAX) {
        errno = EMSGSIZE;
        fail("an answer");
    }
    if (length == 0 || connection->have < length)
        return;
    keep(load, connection);
    if (load->sent < load->total)
        send_next(load, connection);
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static void report(struct load *load, double seconds)
{
    const char *comma = "";

    qsort(load->took_us, load->done, sizeof *load->took_us, ascending);
    printf(
        "{\"requests\": %zu, \"seconds\": %.3f, \"p50_us\": %.1f, \"p99_us\": %.1f, \"status\": {",
        load->done, seconds, load->took_us[load->done / 2], load->took_us[load->done * 99 / 100]);
    for (size_t i = 0; i < STATUS_MAX; i++) {
        if (load->status[i] > 0) {
            printf("%s\"%zu\": %zu", comma, i, load->status[i]);
            comma = ", ";
        }
    }
    printf("}}\n");
}

static void write_answers(const struct load *load, const char *path)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL)
        fail(path);
    for (size_t i = 0; i < load->total; i++) {
        fwrite(&load->answers[i].len, 4, 1, file);
        fwrite(load->answers[i].bytes, 1, load->answers[i].len, file);
    }
    if (fclose(file) != 0)
        fail(path);
}

static void release(struct load *load, struct connection *connections, size_t connections_n)
{
    for (size_t i = 0; i < connections_n; i++)
        close(connections[i].fd);
    for (size_t i = 0; load->answers != NULL && i < load->total; i++)
        free(load->answers[i].bytes);
    free(load->answers);
    free(load->took_us);
    free(load->requests);
    free(connections);
}

static void read_ports(struct load *load, const char *list)
{
    char *end;

    for (const char *at = list; load->ports_n < PORTS_MAX; at = end + 1) {
        load->ports[load->ports_n++] = (uint16_t)strtoul(at, &end, 10);
        if (*end != ',')
            return;
    }
}

int main(int argc, char **argv)
{
    struct load load = {.epoll = epoll_create1(0)};
    struct epoll_event events[64];

    if (argc < 5) {
        fprintf(stderr, "usage: bench_load PORT[,PORT...] CONNECTIONS TOTAL REQUESTS [ANSWERS]\n");
        return 2;
    }
    size_t connections_n = strtoul(argv[2], NULL, 10);
    read_ports(&load, argv[1]);
    load.total = strtoul(argv[3], NULL, 10);
    if (connections_n > load.total)
        connections_n = load.total;
    if (connections_n == 0 || connections_n > CONNECTIONS_MAX)
        return 2;
    read_requests(&load, argv[4]);
    load.took_us = calloc(load.total, sizeof *load.took_us);
    load.answers = argc > 5 ? calloc(load.total, sizeof *load.answers) : NULL;

    struct connection *connections = calloc(connections_n, sizeof *connections);
    double started = now_us();
    for (size_t i = 0; i < connections_n; i++)
        join(&load, &connections[i], load.ports[i % load.ports_n]);
    while (load.done < load.total) {
        int n = epoll_wait(load.epoll, events, 64, WAIT_MS);
        if (n <= 0) {
            errno = ETIMEDOUT;
            fail("waiting for answers");
        }
        for (int i = 0; i < n; i++)
            take(&load, events[i].data.ptr);
    }
    report(&load, (now_us() - started) / 1e6);
    if (argc > 5)
        write_answers(&load, argv[5]);
    release(&load, connections, connections_n);
    return 0;
}
