/* A certificate for this machine alone, so that `tessera dev` speaks https from the first start. */
#ifndef TESSERA_APP_DEV_CERTIFICATE_H
#define TESSERA_APP_DEV_CERTIFICATE_H

#include "base/result.h"

#include <stdint.h>

struct dev_certificate_paths {
    const char *ca;   /* the authority's certificate, for browsers and programs to trust */
    const char *cert; /* the server's certificate */
    const char *key;  /* its key, mode 0600 */
};

/* Leaves files in place that are good for another week; else makes an authority and a certificate
 * by it for localhost, 127.0.0.1 and ::1, and writes all three. The authority's own key is never
 * written: who trusts ca.pem trusts nothing that could be made later. Blocks on the disk. */
MUST_USE result_t dev_certificate_ensure(const struct dev_certificate_paths *paths, int64_t now);

#endif
