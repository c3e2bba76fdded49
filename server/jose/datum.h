/* GnuTLS's word for bytes, and ours. For this folder only. */
#ifndef TESSERA_JOSE_DATUM_H
#define TESSERA_JOSE_DATUM_H

#include "base/str.h"

#include <gnutls/gnutls.h>

/* Borrowed; GnuTLS does not write to what it takes in. */
static inline gnutls_datum_t datum_of(str_t s)
{
    return (gnutls_datum_t){(unsigned char *)s.ptr, (unsigned)s.len};
}

static inline str_t datum_str(gnutls_datum_t datum)
{
    return (str_t){(const char *)datum.data, datum.size};
}

/* What GnuTLS allocated: it may be a private key. */
static inline void datum_wipe(gnutls_datum_t *datum)
{
    if (datum->data != NULL)
        gnutls_memset(datum->data, 0, datum->size);
    gnutls_free(datum->data);
    *datum = (gnutls_datum_t){NULL, 0};
}
#define AUTO_DATUM __attribute__((cleanup(datum_wipe))) gnutls_datum_t

#endif
