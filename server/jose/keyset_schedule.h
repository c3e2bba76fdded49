/* When a signing key is published, signs and is gone.
 *
 * The state of a key follows from times alone, so nodes need not agree on anything but the rows:
 *   pending   now < active_from: published, so that caches know it before it signs
 *   active    the newest generation of its algorithm with active_from <= now: signs
 *   retiring  an older one, until its successor's active_from + the longest life of a token
 *             + KEYSET_MARGIN_S: published, verifies
 *   retired   after that: gone from the key set, deleted by the next tick
 */
#ifndef TESSERA_JOSE_KEYSET_SCHEDULE_H
#define TESSERA_JOSE_KEYSET_SCHEDULE_H

#include <stdint.h>

enum {
    KEYSET_MARGIN_S = 300, /* a JWKS cache's age, and clocks that differ */
    KEYSET_KEYS_MAX = 64,  /* beyond it no verb makes another */
    KEYSET_ROWS_MAX = 128, /* beyond it nothing loads: room for the schedule and for races */
};

struct keyset_settings {
    unsigned algs;     /* JOSE_ALG_BIT of each that signs; one key an algorithm */
    int64_t rotate_s;  /* how long a key is active; above publish_s */
    int64_t publish_s; /* how long it is published before */
    int64_t keep_s;    /* the longest life of a token that it signs */
    unsigned rsa_bits;
};

enum keyset_state { KEYSET_PENDING, KEYSET_ACTIVE, KEYSET_RETIRING, KEYSET_RETIRED };
const char *keyset_state_name(enum keyset_state state);

#endif
