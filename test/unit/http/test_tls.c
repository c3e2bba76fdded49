/* Handshakes with a server on loopback, while its certificate changes. */
#include "http/tls.h"

#include "base/file.h"
#include "crypto/random.h"
#include "http/server.h"
#include "unit/http/exchanges.h"
#include "unit/http/wire.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { PEM_MAX = 8192, SERIAL_BYTES = 1 };

static char folder[] = "/tmp/tessera-tls-XXXXXX";
static char cert_file[64], key_file[64];

static void write_pem(const char *path, const char *pem, size_t len)
{
    assert_ok(file_replace(path, (str_t){pem, len}, 0600));
}

/* A self-signed certificate with that serial number, and its key. */
static void write_pair(unsigned char serial, const char *cert_path, const char *key_path)
{
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t cert;
    char pem[PEM_MAX];
    size_t len = sizeof pem;

    assert_int_equal(gnutls_x509_privkey_init(&key), 0);
    assert_int_equal(gnutls_x509_privkey_generate(
                         key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
        0);
    assert_int_equal(gnutls_x509_privkey_export(key, GNUTLS_X509_FMT_PEM, pem, &len), 0);
    if (key_path != NULL)
        write_pem(key_path, pem, len);
    assert_int_equal(gnutls_x509_crt_init(&cert), 0);
    gnutls_x509_crt_set_version(cert, 3);
    gnutls_x509_crt_set_serial(cert, &serial, SERIAL_BYTES);
    gnutls_x509_crt_set_dn(cert, "CN=localhost", NULL);
    gnutls_x509_crt_set_activation_time(cert, time(NULL) - 60);
    gnutls_x509_crt_set_expiration_time(cert, time(NULL) + 3600);
    gnutls_x509_crt_set_key(cert, key);
    assert_int_equal(gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0), 0);
    len = sizeof pem;
    assert_int_equal(gnutls_x509_crt_export(cert, GNUTLS_X509_FMT_PEM, pem, &len), 0);
    write_pem(cert_path, pem, len);
    gnutls_x509_crt_deinit(cert);
    gnutls_x509_privkey_deinit(key);
}

static result_t hello(struct http_exchange *x)
{
    http_reply_body(x, 200, "text/plain", STR("hello"));
    return OK;
}

static const struct http_route routes[] = {{HTTP_GET, "/", hello, 0, HTTP_CORS_NONE, 0}};
static const struct http_router router = {.routes = routes, .n = 1, .body_max = 1024};

static struct http_tls *tls;
static struct http_server *server;

static int start(void **state)
{
    static struct address_listen loopback;
    struct http_server_options options = {
        .router = &router,
        .random = &random_system,
        .listen = &loopback,
        .listen_n = 1,
        .workers = 2,
        .connections = 64,
        .idle_timeout_s = 5,
        .request_timeout_s = 5,
        .quiet = true,
    };

    (void)state;
    write_pair(1, cert_file, key_file);
    assert_true(address_listen_parse(STR("127.0.0.1:0"), &loopback));
    assert_ok(http_tls_open(cert_file, key_file, &tls));
    options.tls = tls;
    assert_ok(http_server_start(&options, &server));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    http_server_stop(&server);
    http_tls_close(&tls);
    return 0;
}

struct client {
    struct wire wire;
    gnutls_session_t session;
    gnutls_certificate_credentials_t credentials;
    int handshake; /* 0 or the error */
};

static struct client client_open(const char *priorities)
{
    struct client client = {.wire = wire_open(http_server_port(server, 0))};

    assert_int_equal(gnutls_certificate_allocate_credentials(&client.credentials), 0);
    assert_int_equal(gnutls_init(&client.session, GNUTLS_CLIENT), 0);
    assert_int_equal(gnutls_priority_set_direct(client.session, priorities, NULL), 0);
    gnutls_credentials_set(client.session, GNUTLS_CRD_CERTIFICATE, client.credentials);
    gnutls_transport_set_int(client.session, client.wire.socket);
    do {
        client.handshake = gnutls_handshake(client.session);
    } while (client.handshake < 0 && !gnutls_error_is_fatal(client.handshake));
    return client;
}

static void client_close(struct client *client)
{
    gnutls_deinit(client->session);
    gnutls_certificate_free_credentials(client->credentials);
    wire_close(&client->wire);
}

static bool client_gets(struct client *client)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    char reply[4096];

    if (gnutls_record_send(client->session, request, sizeof request - 1) < 0)
        return false;
    ssize_t n;
    do {
        n = gnutls_record_recv(client->session, reply, sizeof reply);
    } while (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED);
    return n > 0 && str_starts_with((str_t){reply, (size_t)n}, STR("HTTP/1.1 200"));
}

static unsigned char client_serial(struct client *client)
{
    unsigned n;
    const gnutls_datum_t *der = gnutls_certificate_get_peers(client->session, &n);
    gnutls_x509_crt_t cert;
    unsigned char serial[32] = {0};
    size_t len = sizeof serial;

    assert_non_null(der);
    gnutls_x509_crt_init(&cert);
    assert_int_equal(gnutls_x509_crt_import(cert, der, GNUTLS_X509_FMT_DER), 0);
    gnutls_x509_crt_get_serial(cert, serial, &len);
    gnutls_x509_crt_deinit(cert);
    return serial[0];
}

static void old_and_weak_handshakes_are_refused(void **state)
{
    static const char *const priorities[] = {
        "LEGACY:-VERS-ALL:+VERS-TLS1.0",
        "LEGACY:-VERS-ALL:+VERS-TLS1.1",
        "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-CBC:+AES-256-CBC",
        "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA",
    };
    (void)state;

    for (size_t i = 0; i < sizeof priorities / sizeof priorities[0]; i++) {
        struct client client = client_open(priorities[i]);
        assert_true(client.handshake < 0);
        client_close(&client);
    }
}

static void both_versions_of_today_are_served(void **state)
{
    static const char *const priorities[] = {
        "NORMAL:-VERS-ALL:+VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3"};
    (void)state;

    for (size_t i = 0; i < sizeof priorities / sizeof priorities[0]; i++) {
        struct client client = client_open(priorities[i]);
        assert_int_equal(client.handshake, 0);
        assert_true(client_gets(&client));
        client_close(&client);
    }
}

static void reload_changes_the_certificate_and_drops_nobody(void **state)
{
    struct client before = client_open("NORMAL"), after;
    (void)state;

    assert_int_equal(before.handshake, 0);
    assert_int_equal(client_serial(&before), 1);
    write_pair(2, cert_file, key_file);
    assert_ok(http_tls_reload(tls));
    assert_true(client_gets(&before));
    after = client_open("NORMAL");
    assert_int_equal(client_serial(&after), 2);
    assert_true(client_gets(&after));
    client_close(&before);
    client_close(&after);
}

static void failed_reload_keeps_the_certificate(void **state)
{
    (void)state;

    write_pair(3, cert_file, NULL); /* another key's */
    assert_result(http_tls_reload(tls), RESULT_FAILED);
    write_pem(cert_file, "no PEM", 6);
    assert_result(http_tls_reload(tls), RESULT_FAILED);
    unlink(cert_file);
    assert_result(http_tls_reload(tls), RESULT_FAILED);
    struct client client = client_open("NORMAL");
    assert_int_equal(client_serial(&client), 1);
    client_close(&client);
}

static void files_that_do_not_fit_do_not_open(void **state)
{
    struct http_tls *opened;
    (void)state;

    assert_result(http_tls_open("/nonexistent", "/nonexistent", &opened), RESULT_FAILED);
    assert_null(opened);
    write_pair(4, cert_file, key_file);
    write_pair(5, cert_file, NULL);
    assert_result(http_tls_open(cert_file, key_file, &opened), RESULT_FAILED);
    assert_result(http_tls_open(cert_file, cert_file, &opened), RESULT_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(old_and_weak_handshakes_are_refused, start, stop),
        cmocka_unit_test_setup_teardown(both_versions_of_today_are_served, start, stop),
        cmocka_unit_test_setup_teardown(
            reload_changes_the_certificate_and_drops_nobody, start, stop),
        cmocka_unit_test_setup_teardown(failed_reload_keeps_the_certificate, start, stop),
        cmocka_unit_test(files_that_do_not_fit_do_not_open),
    };
    if (!result_ok(crypto_init()) || mkdtemp(folder) == NULL)
        return 1;
    snprintf(cert_file, sizeof cert_file, "%s/cert.pem", folder);
    snprintf(key_file, sizeof key_file, "%s/key.pem", folder);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(cert_file);
    unlink(key_file);
    rmdir(folder);
    return failed;
}
