/* TLS of the public listener, with a certificate that may change while connections are open: each
 * handshake takes the one that is current, so that a reload drops nobody.
 *
 * Own; http_tls_reload and handshakes may happen at once, from any thread.
 */
#ifndef TESSERA_HTTP_TLS_H
#define TESSERA_HTTP_TLS_H

#include "base/result.h"

struct http_tls;

/* TLS 1.2 and 1.3, forward secrecy and authenticated encryption only (RFC 9325, section 4.2). */
#define HTTP_TLS_PRIORITIES                                                                        \
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-DHE-RSA:-CIPHER-ALL:+AES-256-GCM:"           \
    "+CHACHA20-POLY1305:+AES-128-GCM:%SERVER_PRECEDENCE"

/* Reads both PEM files, blocking; the failure's text says which is wrong. */
MUST_USE result_t http_tls_open(
    const char *cert_file, const char *key_file, struct http_tls **tls_out);
/* After every server that uses it stopped. */
void http_tls_close(struct http_tls **tls);

/* Reads the same files again; on failure the certificate in use stays. */
MUST_USE result_t http_tls_reload(struct http_tls *tls);

/* A gnutls_certificate_retrieve_function3, for MHD_OPTION_HTTPS_CERT_CALLBACK2. It has no argument
 * for a context: a process serves one certificate, that of the last http_tls_open. */
void *http_tls_retriever(void);

#endif
