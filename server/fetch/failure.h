/* Why a peer gave no answer: values, since peers are the clients' own. */
#ifndef TESSERA_FETCH_FAILURE_H
#define TESSERA_FETCH_FAILURE_H

enum fetch_failure {
    FETCH_ANSWERED, /* no failure */
    FETCH_URL_MALFORMED,
    FETCH_URL_NOT_HTTPS,
    FETCH_URL_CREDENTIALS,
    FETCH_URL_FRAGMENT,
    FETCH_URL_HOST,
    FETCH_NAME_UNKNOWN,
    FETCH_ADDRESS_FORBIDDEN,
    FETCH_TIMEOUT,
    FETCH_NOT_CONNECTED,
    FETCH_TLS,
    FETCH_CERTIFICATE,
    FETCH_TOO_LONG,
    FETCH_BROKEN,
    FETCH_REDIRECT,
    FETCH_STATUS,
};
enum { FETCH_FAILURES = FETCH_STATUS + 1 };

/* Static, for the log. */
const char *fetch_failure_text(enum fetch_failure failure);

#endif
