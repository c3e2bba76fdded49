#include "fetch/failure.h"

static const char *const texts[FETCH_FAILURES] = {
    [FETCH_ANSWERED] = "answered",
    [FETCH_URL_MALFORMED] = "the URL is malformed or too long",
    [FETCH_URL_NOT_HTTPS] = "the URL is not https",
    [FETCH_URL_CREDENTIALS] = "the URL holds credentials",
    [FETCH_URL_FRAGMENT] = "the URL has a fragment",
    [FETCH_URL_HOST] = "the URL's host is no name and no address",
    [FETCH_NAME_UNKNOWN] = "the host's name leads to no address",
    [FETCH_ADDRESS_FORBIDDEN] = "the host is at no public address (see fetch.allow_hosts)",
    [FETCH_TIMEOUT] = "no whole answer in time",
    [FETCH_NOT_CONNECTED] = "no connection",
    [FETCH_TLS] = "TLS failed",
    [FETCH_CERTIFICATE] = "the certificate is not trusted, or for another host",
    [FETCH_TOO_LONG] = "the answer is too long",
    [FETCH_BROKEN] = "the answer is broken",
    [FETCH_REDIRECT] = "the answer is a redirect",
    [FETCH_STATUS] = "the status is not 200",
};

const char *fetch_failure_text(enum fetch_failure failure)
{
    return texts[failure];
}
