/* Key agreement with an ephemeral key on P-256 (RFC 7518, section 4.6). For this folder only. */
#ifndef TESSERA_JOSE_ECDH_ES_H
#define TESSERA_JOSE_ECDH_ES_H

#include "base/random.h"

enum { ECDH_ES_BYTES = 32 }; /* of a coordinate, and of the secret: zeros at the front stay */

/* Whether the coordinates, of ECDH_ES_BYTES each, are those of a point of the curve. */
bool ecdh_es_on_curve(str_t x, str_t y);

struct ecdh_es_agreed {
    str_t x, y; /* of the ephemeral public key */
    str_t z;    /* the shared secret */
};

/* With the owner of the point `x`, `y`, which must be on the curve: else false. */
bool ecdh_es_agree(arena_t *arena, const struct random_source *random, str_t x, str_t y,
    struct ecdh_es_agreed *agreed_out);

/* What the derived key is bound to (section 4.6.2). */
struct concat_kdf_info {
    str_t algorithm; /* for direct agreement the "enc" */
    str_t apu;       /* decoded; absent without one */
    str_t apv;
};

/* A key of `key_bytes`, at most 32: one round of SHA-256 (NIST SP 800-56A, section 5.8.1). */
str_t concat_kdf(arena_t *arena, str_t z, const struct concat_kdf_info *info, size_t key_bytes);

#endif
