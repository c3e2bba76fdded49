/* The fetcher against real HTTPS servers on loopback (peer.py), good and bad ones. */
#define _GNU_SOURCE /* pipe2 */
#include "fetch/fetcher.h"

#include "base/clock.h"
#include "base/log.h"
#include "fetch/authorities.h"
#include "fetch/target.h"
#include "fetch/transfer.h"
#include "support/unit.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 512, ARENA_MAX = 8 << 20, CALLERS_MAX = 8 };

static struct {
    char folder[64];
    char ca[96];
    pid_t pid;
    int input; /* the peers end when it is closed */
    char ports[LINE_MAX_BYTES];
} peers;

/* --- the peers --- */

static void run_peers(const int input[2], const int output[2])
{
    dup2(input[0], STDIN_FILENO);
    dup2(output[1], STDOUT_FILENO);
    close(input[1]);
    close(output[0]);
    execl("/usr/bin/python3", "python3", PEER, peers.folder, (char *)NULL);
    _exit(127);
}

static void read_ports(int output)
{
    size_t n = 0;
    ssize_t got;

    while ((got = read(output, peers.ports + n, sizeof peers.ports - 1 - n)) > 0) {
        n += (size_t)got;
        if (peers.ports[n - 1] == '\n')
            return;
    }
    fail_msg("the peers do not start");
}

static int start_peers(void **state)
{
    int input[2], output[2];

    (void)state;
    log_open(LOG_FORMAT_TEXT, LOG_LEVEL_ERROR);
    snprintf(peers.folder, sizeof peers.folder, "/tmp/tessera-fetch-XXXXXX");
    assert_non_null(mkdtemp(peers.folder));
    snprintf(peers.ca, sizeof peers.ca, "%s/ca.pem", peers.folder);
    assert_int_equal(pipe2(input, O_CLOEXEC), 0);
    assert_int_equal(pipe2(output, O_CLOEXEC), 0);
    peers.pid = fork();
    if (peers.pid == 0)
        run_peers(input, output);
    close(input[0]);
    close(output[1]);
    peers.input = input[1];
    read_ports(output[0]);
    close(output[0]);
    return 0;
}

static int stop_peers(void **state)
{
    int status = 0;

    (void)state;
    close(peers.input);
    waitpid(peers.pid, &status, 0);
    pid_t pid = fork();
    if (pid == 0) {
        execl("/bin/rm", "rm", "-rf", peers.folder, (char *)NULL);
        _exit(127);
    }
    waitpid(pid, &status, 0);
    return status;
}

static unsigned port(const char *name)
{
    const char *at = strstr(peers.ports, name);

    assert_non_null(at);
    return (unsigned)strtoul(at + strlen(name) + 1, NULL, 10);
}

/* --- names of our own --- */

static struct {
    unsigned calls;
    const char *addresses[4]; /* of peer.test, by call; the last one stays */
} names;

static enum fetch_failure resolve(void *self, const char *name, uint16_t port_wanted,
    int64_t deadline_ms, struct fetch_addresses *out)
{
    const char *text = names.addresses[names.calls];

    (void)self;
    (void)deadline_ms;
    if (names.calls + 1 < 4 && names.addresses[names.calls + 1] != NULL)
        names.calls++;
    if (strcmp(name, "peer.test") != 0 || text == NULL)
        return FETCH_NAME_UNKNOWN;
    *out = (struct fetch_addresses){0};
    for (str_t rest = str_from_cstr(text), part; str_next(&rest, ' ', &part); out->n++) {
        union address_socket *address = &out->items[out->n];
        char each[INET6_ADDRSTRLEN];

        snprintf(each, sizeof each, "%.*s", STR_ARG(part));
        if (inet_pton(AF_INET6, each, &address->v6.sin6_addr) == 1) {
            address->v6.sin6_family = AF_INET6;
            address->v6.sin6_port = htons(port_wanted);
        } else {
            address->v4 =
                (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port_wanted)};
            assert_int_equal(inet_pton(AF_INET, each, &address->v4.sin_addr), 1);
        }
    }
    return FETCH_ANSWERED;
}

static const struct fetch_resolver own_names = {NULL, resolve};

/* --- one request --- */

struct answer {
    struct oauth_fetched got;
    int64_t took_ms;
    arena_t *arena;
};

static struct fetcher *open_fetcher(const char *allowed, const struct fetch_resolver *resolver)
{
    static str_t hosts[1];
    struct fetcher_settings settings = {
        .ca_file = str_from_cstr(peers.ca), .callers_max = CALLERS_MAX, .resolver = resolver};
    struct fetcher *fetcher = NULL;

    hosts[0] = str_from_cstr(allowed);
    if (allowed != NULL)
        settings.allow_hosts = (str_array_t){hosts, 1};
    assert_ok(fetcher_open(&settings, &fetcher));
    return fetcher;
}

static struct answer ask(struct fetcher *fetcher, const char *url, const char *form)
{
    struct oauth_fetcher fetch = fetcher_port(fetcher);
    struct answer answer = {.arena = arena_new(ARENA_MAX)};
    int64_t before = clock_monotonic_ms();
    str_t text = str_from_cstr(url);

    if (form != NULL)
        assert_ok(fetch.post(fetch.self, answer.arena, text, str_from_cstr(form), &answer.got));
    else
        assert_ok(fetch.get(fetch.self, answer.arena, text, false, &answer.got));
    answer.took_ms = clock_monotonic_ms() - before;
    return answer;
}

static const char *url_of(const char *server, const char *host, const char *path)
{
    static char url[256];

    snprintf(url, sizeof url, "https://%s:%u%s", host, port(server), path);
    return url;
}

/* A new fetcher, so that nothing is kept: what it says of one URL, with loopback open. */
static void expect(const char *url, const char *form, enum fetch_failure failure)
{
    struct fetcher *fetcher = open_fetcher("127.0.0.0/8", NULL);
    struct answer answer = ask(fetcher, url, form);

    if (failure == FETCH_ANSWERED)
        assert_null(answer.got.failure);
    else if (answer.got.failure == NULL)
        fail_msg("%s: %d \"%.*s\"", url, answer.got.status, STR_ARG(answer.got.body));
    else
        assert_string_equal(answer.got.failure, fetch_failure_text(failure));
    assert_in_range(answer.took_ms, 0, FETCH_TIME_MS + 500);
    arena_free(&answer.arena);
    fetcher_close(&fetcher);
}

static void refused(const char *server, const char *path, enum fetch_failure failure)
{
    expect(url_of(server, "127.0.0.1", path), NULL, failure);
}

/* --- tests --- */

static void loopback_is_closed_unless_it_is_opened(void **state)
{
    static const char *const allowed[] = {NULL, "10.0.0.0/8", "localhost:1", "peer.test"};
    static const char *const hosts[] = {"localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"};

    (void)state;
    for (size_t a = 0; a < sizeof allowed / sizeof allowed[0]; a++) {
        for (size_t h = 0; h < sizeof hosts / sizeof hosts[0]; h++) {
            struct fetcher *fetcher = open_fetcher(allowed[a], NULL);
            struct answer answer = ask(fetcher, url_of("good", hosts[h], "/ok"), NULL);

            assert_string_equal(answer.got.failure, fetch_failure_text(FETCH_ADDRESS_FORBIDDEN));
            assert_in_range(answer.took_ms, 0, 1000);
            arena_free(&answer.arena);
            fetcher_close(&fetcher);
        }
    }
}

static void what_is_opened_answers(void **state)
{
    static const struct {
        const char *allowed, *host;
    } right[] = {{"localhost", "localhost"}, {"127.0.0.1", "127.0.0.1"}, {"[::1]", "[::1]"},
        {"127.0.0.1", "localhost"}, {"127.0.0.0/8", "LOCALHOST"}};

    (void)state;
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        struct fetcher *fetcher = open_fetcher(right[i].allowed, NULL);
        struct answer answer = ask(fetcher, url_of("good", right[i].host, "/ok"), NULL);

        if (answer.got.failure != NULL)
            fail_msg("%s for %s: %s", right[i].allowed, right[i].host, answer.got.failure);
        assert_int_equal(answer.got.status, 200);
        assert_str(answer.got.content_type, "application/json");
        assert_str(answer.got.body, "{\"keys\":[]}");
        arena_free(&answer.arena);
        fetcher_close(&fetcher);
    }
}

static void bad_certificates_are_refused(void **state)
{
    (void)state;
    refused("other", "/ok", FETCH_CERTIFICATE);
    refused("expired", "/ok", FETCH_CERTIFICATE);
    refused("stranger", "/ok", FETCH_CERTIFICATE);
    expect(url_of("good", "127.0.0.2", "/ok"), NULL, FETCH_NOT_CONNECTED);
}

static void old_and_no_tls_is_refused(void **state)
{
    (void)state;
    refused("old", "/ok", FETCH_TLS);
    refused("plain", "/ok", FETCH_TLS);
}

static void redirects_are_not_followed(void **state)
{
    struct fetcher *fetcher = open_fetcher("127.0.0.1", NULL);
    struct answer answer = ask(fetcher, url_of("good", "127.0.0.1", "/redirect"), "a=b");

    (void)state;
    refused("good", "/redirect", FETCH_REDIRECT);
    assert_int_equal(answer.got.status, 302);
    arena_free(&answer.arena);
    fetcher_close(&fetcher);
}

static void answers_that_are_too_long_are_refused(void **state)
{
    (void)state;
    refused("good", "/toomuch", FETCH_TOO_LONG);
    refused("good", "/declared", FETCH_TOO_LONG);
    refused("good", "/flood", FETCH_TOO_LONG);
    refused("good", "/headers", FETCH_TOO_LONG);
    refused("good", "/most", FETCH_ANSWERED);
}

static void peers_that_hang_cost_three_seconds(void **state)
{
    (void)state;
    refused("good", "/hang", FETCH_TIMEOUT);
    refused("good", "/drip", FETCH_TIMEOUT);
}

/* A bomb of 10 MB in a few KB: what came is what is counted, and nothing unpacks it. */
static void codings_are_not_undone(void **state)
{
    struct fetcher *fetcher = open_fetcher("127.0.0.1", NULL);
    struct answer answer = ask(fetcher, url_of("good", "127.0.0.1", "/bomb"), NULL);

    (void)state;
    assert_null(answer.got.failure);
    assert_in_range(answer.got.body.len, 1000, 20000);
    assert_true(str_starts_with(answer.got.body, STR("\x1f\x8b")));
    arena_free(&answer.arena);
    fetcher_close(&fetcher);
}

static void broken_answers_are_refused(void **state)
{
    (void)state;
    refused("good", "/short", FETCH_BROKEN);
    refused("good", "/old", FETCH_BROKEN);
    refused("good", "/broken", FETCH_STATUS);
    refused("good", "/missing", FETCH_STATUS);
    expect("https://127.0.0.1:1/", NULL, FETCH_NOT_CONNECTED);
    expect("http://127.0.0.1/", NULL, FETCH_URL_NOT_HTTPS);
    expect("https://a@127.0.0.1/", NULL, FETCH_URL_CREDENTIALS);
    expect("https://nobody.invalid/", NULL, FETCH_NAME_UNKNOWN);
}

/* Proxies of the environment would be told where we go, and reach where we may not. */
static void nothing_is_sent_that_nobody_asked_for(void **state)
{
    static const char *const proxies[] = {
        "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "http_proxy"};

    (void)state;
    for (size_t i = 0; i < sizeof proxies / sizeof proxies[0]; i++)
        setenv(proxies[i], "http://127.0.0.1:1", 1);
    struct fetcher *fetcher = open_fetcher("127.0.0.1", NULL);
    struct answer answer = ask(fetcher, url_of("good", "127.0.0.1", "/echo?a=%2F../b"), NULL);
    assert_null(answer.got.failure);
    str_t rest = answer.got.body, line;
    size_t lines = 0;
    while (str_next(&rest, '\n', &line)) {
        lines++;
        if (!str_eq(line, STR("GET /echo?a=%2F../b HTTP/1.1")) &&
            !str_starts_with(line, STR("host: 127.0.0.1:")) &&
            !str_eq(line, STR("user-agent: Tessera")) && !str_eq(line, STR("accept: */*")))
            fail_msg("%.*s", STR_ARG(line));
    }
    assert_int_equal(lines, 4);
    arena_free(&answer.arena);
    fetcher_close(&fetcher);
    for (size_t i = 0; i < sizeof proxies / sizeof proxies[0]; i++)
        unsetenv(proxies[i]);
}

static void forms_are_posted(void **state)
{
    struct fetcher *fetcher = open_fetcher("127.0.0.1", NULL);
    struct answer answer = ask(fetcher, url_of("good", "127.0.0.1", "/x"), "logout_token=a.b.c");

    (void)state;
    assert_null(answer.got.failure);
    assert_int_equal(answer.got.status, 200);
    assert_str(answer.got.body, "application/x-www-form-urlencoded|logout_token=a.b.c");
    arena_free(&answer.arena);
    answer = ask(fetcher, url_of("good", "127.0.0.1", "/refuse"), "");
    assert_int_equal(answer.got.status, 400);
    assert_str(answer.got.content_type, "application/json");
    arena_free(&answer.arena);
    fetcher_close(&fetcher);
}

/* The name says something public when it is judged and something private when it is gone to. */
static void a_name_is_asked_once(void **state)
{
    struct fetcher *fetcher = open_fetcher("127.0.0.1", &own_names);

    (void)state;
    names.calls = 0;
    memcpy(names.addresses, ((const char *[4]){"127.0.0.1", "127.0.0.2"}), sizeof names.addresses);
    struct answer answer = ask(fetcher, url_of("good", "peer.test", "/ok"), NULL);
    assert_null(answer.got.failure);
    assert_int_equal(names.calls, 1);
    arena_free(&answer.arena);
    fetcher_close(&fetcher);
}

static void addresses_that_are_not_open_are_left_out(void **state)
{
    (void)state;
    names.calls = 0;
    memcpy(names.addresses, ((const char *[4]){"127.0.0.1"}), sizeof names.addresses);
    struct fetcher *fetcher = open_fetcher("127.0.0.2", &own_names);
    struct answer answer = ask(fetcher, url_of("good", "peer.test", "/ok"), NULL);
    assert_string_equal(answer.got.failure, fetch_failure_text(FETCH_ADDRESS_FORBIDDEN));
    arena_free(&answer.arena);
    fetcher_close(&fetcher);

    memcpy(names.addresses, ((const char *[4]){"10.0.0.1 127.0.0.1 fd00::1 ::1"}),
        sizeof names.addresses);
    fetcher = open_fetcher("[::1]", &own_names);
    answer = ask(fetcher, url_of("good", "peer.test", "/ok"), NULL);
    assert_null(answer.got.failure);
    assert_in_range(answer.took_ms, 0, 2000);
    arena_free(&answer.arena);
    fetcher_close(&fetcher);
}

/* Should libcurl ever come to another address than the judged ones, no socket is opened. */
static void sockets_are_opened_to_judged_addresses_only(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct fetch_authorities authorities;
    struct fetch_target target;
    struct fetch_addresses judged = {.n = 1};
    struct transfer_answer answer;

    (void)state;
    assert_ok(fetch_authorities_open(str_from_cstr(peers.ca), &authorities));
    assert_int_equal(
        fetch_target_parse(arena, str_from_cstr(url_of("good", "127.0.0.1", "/ok")), &target),
        FETCH_ANSWERED);
    judged.items[0] = target.address;
    judged.items[0].v4.sin_addr.s_addr = htonl(0x7f000002);
    transfer_run(arena,
        &(struct transfer_request){&target, &judged, STR_NONE, STR_NONE, authorities.path,
            clock_monotonic_ms() + FETCH_TIME_MS},
        &answer);
    assert_int_equal(answer.failure, FETCH_NOT_CONNECTED);
    judged.items[0] = target.address;
    transfer_run(arena,
        &(struct transfer_request){&target, &judged, STR_NONE, STR_NONE, authorities.path,
            clock_monotonic_ms() + FETCH_TIME_MS},
        &answer);
    assert_int_equal(answer.failure, FETCH_ANSWERED);
    fetch_authorities_close(&authorities);
}

static void unchanged_answers_are_confirmed(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct fetcher *fetcher = open_fetcher("127.0.0.1", NULL);
    struct answer answer = ask(fetcher, url_of("good", "127.0.0.1", "/etag"), NULL);
    struct transfer_answer again;
    struct fetch_authorities authorities;
    struct fetch_target target;
    struct fetch_addresses judged = {.n = 1};

    (void)state;
    assert_str(answer.got.body, "tagged");
    arena_free(&answer.arena);
    fetcher_close(&fetcher);
    assert_ok(fetch_authorities_open(str_from_cstr(peers.ca), &authorities));
    assert_int_equal(
        fetch_target_parse(arena, str_from_cstr(url_of("good", "127.0.0.1", "/etag")), &target),
        FETCH_ANSWERED);
    judged.items[0] = target.address;
    transfer_run(arena,
        &(struct transfer_request){&target, &judged, STR_NONE, STR("\"one\""), authorities.path,
            clock_monotonic_ms() + FETCH_TIME_MS},
        &again);
    assert_int_equal(again.failure, FETCH_ANSWERED);
    assert_int_equal(again.status, 304);
    assert_str(again.etag, "\"one\"");
    fetch_authorities_close(&authorities);
}

static void settings_that_cannot_be_are_refused(void **state)
{
    static const str_t bad[] = {STR_INIT("*.internal")};
    struct fetcher_settings settings = {.ca_file = STR("/nowhere/ca.pem"), .callers_max = 1};
    struct fetcher *fetcher = NULL;
    char path[96];

    (void)state;
    assert_result(fetcher_open(&settings, &fetcher), RESULT_FAILED);
    assert_null(fetcher);
    snprintf(path, sizeof path, "%s/index", peers.folder);
    settings.ca_file = str_from_cstr(path);
    assert_result(fetcher_open(&settings, &fetcher), RESULT_FAILED);
    settings.ca_file = str_from_cstr(peers.ca);
    settings.allow_hosts = (str_array_t){bad, 1};
    assert_result(fetcher_open(&settings, &fetcher), RESULT_FAILED);
    assert_null(fetcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loopback_is_closed_unless_it_is_opened),
        cmocka_unit_test(what_is_opened_answers),
        cmocka_unit_test(bad_certificates_are_refused),
        cmocka_unit_test(old_and_no_tls_is_refused),
        cmocka_unit_test(redirects_are_not_followed),
        cmocka_unit_test(answers_that_are_too_long_are_refused),
        cmocka_unit_test(peers_that_hang_cost_three_seconds),
        cmocka_unit_test(codings_are_not_undone),
        cmocka_unit_test(broken_answers_are_refused),
        cmocka_unit_test(nothing_is_sent_that_nobody_asked_for),
        cmocka_unit_test(forms_are_posted),
        cmocka_unit_test(a_name_is_asked_once),
        cmocka_unit_test(addresses_that_are_not_open_are_left_out),
        cmocka_unit_test(sockets_are_opened_to_judged_addresses_only),
        cmocka_unit_test(unchanged_answers_are_confirmed),
        cmocka_unit_test(settings_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, start_peers, stop_peers);
}
