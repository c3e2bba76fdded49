/* The keys that a client registers with us, judged strictly: whoever registers them is there to
 * mend them. Keys that are fetched are read leniently (jwks_usable). */
#ifndef TESSERA_JOSE_REGISTERED_KEYS_H
#define TESSERA_JOSE_REGISTERED_KEYS_H

#include "account/ports.h"

extern const struct account_key_judge registered_keys_judge;

#endif
