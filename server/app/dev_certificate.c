#include "app/dev_certificate.h"

#include "base/arena.h"
#include "base/file.h"

#include <arpa/inet.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>
#include <unistd.h>

enum { DAY_S = 86400, LIFE_DAYS = 820, RENEW_DAYS = 7, SERIAL_BYTES = 16, PEM_MAX = 65536 };

static void free_crt(gnutls_x509_crt_t *crt)
{
    if (*crt)
        gnutls_x509_crt_deinit(*crt);
}

static void free_key(gnutls_x509_privkey_t *key)
{
    if (*key)
        gnutls_x509_privkey_deinit(*key);
}

#define AUTO_CRT __attribute__((cleanup(free_crt))) gnutls_x509_crt_t
#define AUTO_KEY __attribute__((cleanup(free_key))) gnutls_x509_privkey_t

/* Leaves the calling function when a GnuTLS call fails. */
#define GTRY(call)                                                                                 \
    do {                                                                                           \
        if ((call) < 0)                                                                            \
            return result_fail(RESULT_FAILED, "the development certificate cannot be made");       \
    } while (0)

static bool still_good(const struct dev_certificate_paths *paths, int64_t now)
{
    AUTO_ARENA arena = arena_new(2 * PEM_MAX);
    AUTO_CRT crt = NULL;
    str_t pem;

    if (access(paths->ca, R_OK) != 0 || access(paths->key, R_OK) != 0 ||
        file_read(arena, paths->cert, PEM_MAX, &pem) != NULL)
        return false;
    gnutls_datum_t datum = {(unsigned char *)(uintptr_t)pem.ptr, (unsigned)pem.len};
    return gnutls_x509_crt_init(&crt) == 0 &&
           gnutls_x509_crt_import(crt, &datum, GNUTLS_X509_FMT_PEM) == 0 &&
           gnutls_x509_crt_get_expiration_time(crt) > now + RENEW_DAYS * DAY_S;
}

static result_t make_key(gnutls_x509_privkey_t *key)
{
    GTRY(gnutls_x509_privkey_init(key));
    GTRY(gnutls_x509_privkey_generate(
        *key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
    return OK;
}

/* What both certificates have: version, serial, times, name, key and its identifier. */
static result_t begin(
    gnutls_x509_crt_t *crt, gnutls_x509_privkey_t key, const char *name, int64_t now)
{
    unsigned char serial[SERIAL_BYTES], id[64];
    size_t id_size = sizeof id;

    GTRY(gnutls_x509_crt_init(crt));
    GTRY(gnutls_x509_crt_set_version(*crt, 3));
    GTRY(gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial));
    serial[0] &= 0x7F; /* RFC 5280, section 4.1.2.2: positive */
    GTRY(gnutls_x509_crt_set_serial(*crt, serial, sizeof serial));
    GTRY(gnutls_x509_crt_set_activation_time(*crt, (time_t)(now - DAY_S)));
    GTRY(gnutls_x509_crt_set_expiration_time(*crt, (time_t)(now + LIFE_DAYS * DAY_S)));
    GTRY(gnutls_x509_crt_set_dn_by_oid(
        *crt, GNUTLS_OID_X520_COMMON_NAME, 0, name, (unsigned)strlen(name)));
    GTRY(gnutls_x509_crt_set_key(*crt, key));
    GTRY(gnutls_x509_crt_get_key_id(*crt, 0, id, &id_size));
    GTRY(gnutls_x509_crt_set_subject_key_id(*crt, id, id_size));
    return OK;
}

static result_t make_authority(gnutls_x509_crt_t *crt, gnutls_x509_privkey_t key, int64_t now)
{
    TRY(begin(crt, key, "Tessera development authority", now));
    GTRY(gnutls_x509_crt_set_basic_constraints(*crt, 1, 0));
    GTRY(gnutls_x509_crt_set_key_usage(*crt, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN));
    GTRY(gnutls_x509_crt_sign2(*crt, *crt, key, GNUTLS_DIG_SHA256, 0));
    return OK;
}

static result_t set_names(gnutls_x509_crt_t crt)
{
    unsigned char v4[4], v6[16];

    inet_pton(AF_INET, "127.0.0.1", v4);
    inet_pton(AF_INET6, "::1", v6);
    GTRY(gnutls_x509_crt_set_subject_alt_name(
        crt, GNUTLS_SAN_DNSNAME, "localhost", 9, GNUTLS_FSAN_SET));
    GTRY(gnutls_x509_crt_set_subject_alt_name(
        crt, GNUTLS_SAN_IPADDRESS, v4, sizeof v4, GNUTLS_FSAN_APPEND));
    GTRY(gnutls_x509_crt_set_subject_alt_name(
        crt, GNUTLS_SAN_IPADDRESS, v6, sizeof v6, GNUTLS_FSAN_APPEND));
    return OK;
}

static result_t make_server(gnutls_x509_crt_t *crt, gnutls_x509_privkey_t key,
    gnutls_x509_crt_t authority, gnutls_x509_privkey_t authority_key, int64_t now)
{
    unsigned char id[64];
    size_t id_size = sizeof id;

    TRY(begin(crt, key, "localhost", now));
    TRY(set_names(*crt));
    GTRY(gnutls_x509_crt_set_basic_constraints(*crt, 0, -1));
    GTRY(gnutls_x509_crt_set_key_usage(*crt, GNUTLS_KEY_DIGITAL_SIGNATURE));
    GTRY(gnutls_x509_crt_set_key_purpose_oid(*crt, GNUTLS_KP_TLS_WWW_SERVER, 0));
    GTRY(gnutls_x509_crt_get_subject_key_id(authority, id, &id_size, NULL));
    GTRY(gnutls_x509_crt_set_authority_key_id(*crt, id, id_size));
    GTRY(gnutls_x509_crt_sign2(*crt, authority, authority_key, GNUTLS_DIG_SHA256, 0));
    return OK;
}

static result_t write_crt(const char *path, gnutls_x509_crt_t crt)
{
    unsigned char pem[8192];
    size_t size = sizeof pem;

    GTRY(gnutls_x509_crt_export(crt, GNUTLS_X509_FMT_PEM, pem, &size));
    return file_replace(path, (str_t){(char *)pem, size}, 0644);
}

static result_t write_key(const char *path, gnutls_x509_privkey_t key)
{
    unsigned char pem[8192];
    size_t size = sizeof pem;

    GTRY(gnutls_x509_privkey_export_pkcs8(
        key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, pem, &size));
    result_t result = file_replace(path, (str_t){(char *)pem, size}, 0600);
    explicit_bzero(pem, sizeof pem);
    return result;
}

result_t dev_certificate_ensure(const struct dev_certificate_paths *paths, int64_t now)
{
    AUTO_KEY authority_key = NULL;
    AUTO_KEY key = NULL;
    AUTO_CRT authority = NULL;
    AUTO_CRT server = NULL;

    if (still_good(paths, now))
        return OK;
    TRY(make_key(&authority_key));
    TRY(make_authority(&authority, authority_key, now));
    TRY(make_key(&key));
    TRY(make_server(&server, key, authority, authority_key, now));
    TRY(write_key(paths->key, key));
    TRY(write_crt(paths->cert, server));
    return write_crt(paths->ca, authority);
}
