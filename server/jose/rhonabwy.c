#include "jose/rhonabwy.h"

#include <rhonabwy.h>

json_t *rhonabwy_export(gnutls_pubkey_t key)
{
    jwk_t *jwk = NULL;
    if (r_jwk_init(&jwk) != RHN_OK)
        return NULL;
    json_t *members =
        r_jwk_import_from_gnutls_pubkey(jwk, key) == RHN_OK ? r_jwk_export_to_json_t(jwk) : NULL;
    r_jwk_free(jwk);
    return members;
}
