#include "http/tls.h"

#include "base/clock.h"
#include "base/file.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CHAIN = 8, MAX_FILE_BYTES = 256 * 1024, KEY_ID_BYTES = 64 };

/* A handshake that took a certificate before a reload may still be signing with it. */
enum { KEEP_RETIRED_MS = 10 * 60 * 1000 };

struct bundle {
    struct bundle *next;
    gnutls_pcert_st chain[MAX_CHAIN];
    unsigned chain_n;
    gnutls_privkey_t key;
    int64_t retired_ms;
};

struct http_tls {
    pthread_rwlock_t lock;
    struct bundle *current;
    struct bundle *retired;
    char *cert_file;
    char *key_file;
};

/* GnuTLS hands its callback no context of ours (see http_tls_retriever). */
static struct http_tls *serving;

static void bundle_free(struct bundle *bundle)
{
    for (unsigned i = 0; i < bundle->chain_n; i++)
        gnutls_pcert_deinit(&bundle->chain[i]);
    if (bundle->key != NULL)
        gnutls_privkey_deinit(bundle->key);
    free(bundle);
}

static void retired_free(struct http_tls *tls, int64_t before_ms)
{
    struct bundle **link = &tls->retired;

    while (*link != NULL) {
        struct bundle *bundle = *link;
        if (bundle->retired_ms > before_ms) {
            link = &bundle->next;
            continue;
        }
        *link = bundle->next;
        bundle_free(bundle);
    }
}

static gnutls_datum_t datum(str_t text)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)text.ptr, (unsigned)text.len};
}

static result_t import_chain(arena_t *arena, const char *file, struct bundle *bundle)
{
    unsigned n = MAX_CHAIN;
    str_t pem;

    if (file_read(arena, file, MAX_FILE_BYTES, &pem) != NULL)
        return result_fail(RESULT_FAILED, "the certificate cannot be read");
    gnutls_datum_t data = datum(pem);
    if (gnutls_pcert_list_import_x509_raw(bundle->chain, &n, &data, GNUTLS_X509_FMT_PEM, 0) < 0 ||
        n == 0)
        return result_fail(RESULT_FAILED, "the certificate is not PEM, or its chain is too long");
    bundle->chain_n = n;
    return OK;
}

static result_t import_key(arena_t *arena, const char *file, struct bundle *bundle)
{
    str_t pem;

    if (file_read(arena, file, MAX_FILE_BYTES, &pem) != NULL)
        return result_fail(RESULT_FAILED, "the private key cannot be read");
    gnutls_datum_t data = datum(pem);
    if (gnutls_privkey_init(&bundle->key) < 0)
        return result_fail(RESULT_FAILED, "no memory for the private key");
    if (gnutls_privkey_import_x509_raw(bundle->key, &data, GNUTLS_X509_FMT_PEM, NULL, 0) < 0)
        return result_fail(RESULT_FAILED, "the private key is not PEM without a passphrase");
    return OK;
}

static bool key_id(gnutls_pubkey_t public_key, unsigned char id[KEY_ID_BYTES], size_t *len)
{
    *len = KEY_ID_BYTES;
    return gnutls_pubkey_get_key_id(public_key, GNUTLS_KEYID_USE_SHA256, id, len) == 0;
}

static bool belong_together(const struct bundle *bundle)
{
    unsigned char of_cert[KEY_ID_BYTES], of_key[KEY_ID_BYTES];
    size_t cert_len, key_len;
    gnutls_pubkey_t public_key;

    if (gnutls_pubkey_init(&public_key) < 0)
        return false;
    bool same = gnutls_pubkey_import_privkey(public_key, bundle->key, 0, 0) == 0 &&
                key_id(public_key, of_key, &key_len) &&
                key_id(bundle->chain[0].pubkey, of_cert, &cert_len) && key_len == cert_len &&
                memcmp(of_key, of_cert, key_len) == 0;
    gnutls_pubkey_deinit(public_key);
    return same;
}

static result_t fill(const struct http_tls *tls, struct bundle *bundle)
{
    AUTO_ARENA arena = arena_new(4 * MAX_FILE_BYTES);

    TRY(import_chain(arena, tls->cert_file, bundle));
    TRY(import_key(arena, tls->key_file, bundle));
    if (!belong_together(bundle))
        return result_fail(RESULT_FAILED, "the private key is not the certificate's");
    return OK;
}

result_t http_tls_reload(struct http_tls *tls)
{
    struct bundle *bundle = calloc(1, sizeof *bundle);

    if (bundle == NULL)
        return result_fail(RESULT_FAILED, "no memory for the certificate");
    result_t filled = fill(tls, bundle);
    if (!result_ok(filled)) {
        bundle_free(bundle);
        return filled;
    }
    pthread_rwlock_wrlock(&tls->lock);
    int64_t now_ms = clock_monotonic_ms();
    if (tls->current != NULL) {
        tls->current->retired_ms = now_ms;
        tls->current->next = tls->retired;
        tls->retired = tls->current;
    }
    tls->current = bundle;
    retired_free(tls, now_ms - KEEP_RETIRED_MS);
    pthread_rwlock_unlock(&tls->lock);
    return OK;
}

result_t http_tls_open(const char *cert_file, const char *key_file, struct http_tls **tls_out)
{
    struct http_tls *tls = calloc(1, sizeof *tls);

    *tls_out = NULL;
    if (tls == NULL)
        return result_fail(RESULT_FAILED, "no memory for TLS");
    pthread_rwlock_init(&tls->lock, NULL);
    tls->cert_file = strdup(cert_file);
    tls->key_file = strdup(key_file);
    result_t loaded = tls->cert_file != NULL && tls->key_file != NULL
                          ? http_tls_reload(tls)
                          : result_fail(RESULT_FAILED, "no memory for TLS");
    if (!result_ok(loaded)) {
        http_tls_close(&tls);
        return loaded;
    }
    serving = tls;
    *tls_out = tls;
    return OK;
}

void http_tls_close(struct http_tls **tls)
{
    struct http_tls *old = *tls;

    if (old == NULL)
        return;
    if (serving == old)
        serving = NULL;
    retired_free(old, INT64_MAX);
    if (old->current != NULL)
        bundle_free(old->current);
    pthread_rwlock_destroy(&old->lock);
    free(old->cert_file);
    free(old->key_file);
    free(old);
    *tls = NULL;
}

static int retrieve(gnutls_session_t session, const struct gnutls_cert_retr_st *info,
    gnutls_pcert_st **certs, unsigned *certs_n, gnutls_ocsp_data_st **ocsp, unsigned *ocsp_n,
    gnutls_privkey_t *key, unsigned *flags)
{
    (void)session;
    (void)info;
    if (serving == NULL)
        return GNUTLS_E_INTERNAL_ERROR;
    pthread_rwlock_rdlock(&serving->lock);
    *certs = serving->current->chain;
    *certs_n = serving->current->chain_n;
    *key = serving->current->key;
    pthread_rwlock_unlock(&serving->lock);
    *ocsp = NULL;
    *ocsp_n = 0;
    *flags = 0; /* they stay ours */
    return 0;
}

void *http_tls_retriever(void)
{
    gnutls_certificate_retrieve_function3 *function = retrieve;
    void *pointer;

    memcpy(&pointer, &function, sizeof pointer);
    return pointer;
}
