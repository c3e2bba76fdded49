/* The keys of one moment: unsealed, imported, ordered; immutable and held by references, so that a
 * request signs with it while the next one is being put in place. For this folder only.
 */
#ifndef TESSERA_JOSE_RING_H
#define TESSERA_JOSE_RING_H

#include "crypto/seal.h"
#include "jose/jws.h"
#include "jose/keyset_schedule.h"
#include "jose/ports.h"

#include <stdatomic.h>

/* The types of tokens that the service signs, whose headers are prepared. */
enum { RING_TYPS = 5 };

struct ring_key {
    str_t kid;
    enum jose_alg alg;
    int64_t generation;
    int64_t created_at;
    int64_t active_from;
    struct jose_key *key;
    struct jws_header headers[RING_TYPS];
};

struct ring {
    atomic_uint references;
    arena_t *arena;
    const struct keyset_settings *settings;
    struct ring_key *keys; /* by algorithm, newest generation first */
    size_t n;
    str_t jwks;
};

/* Keys that stand in `old` (may be NULL) are taken over, not imported again. Rows of an algorithm
 * that this version does not know are left out. RESULT_CORRUPT if one does not open. */
MUST_USE result_t ring_build(const struct keyset_row *rows, size_t n, const struct seal_key *seal,
    const struct keyset_settings *settings, const struct ring *old, int64_t now_s,
    struct ring **ring_out);

struct ring *ring_ref(struct ring *ring);
void ring_unref(struct ring **ring);

/* NULL if there is none. */
const struct ring_key *ring_newest(const struct ring *ring, enum jose_alg alg);
const struct ring_key *ring_active(const struct ring *ring, enum jose_alg alg, int64_t now_s);
const struct ring_key *ring_find(const struct ring *ring, str_t kid);

enum keyset_state ring_state(const struct ring *ring, const struct ring_key *key, int64_t now_s);

/* When the key is retired: by its successor's time, or by the schedule's if there is none yet. */
int64_t ring_retires_at(const struct ring *ring, const struct ring_key *key);

/* What a sealed private key is bound to. */
str_t ring_seal_purpose(arena_t *arena, enum jose_alg alg, str_t kid);

/* The public half as the key set shows it: with kid, use and alg. */
MUST_USE result_t ring_public_jwk(
    arena_t *arena, const struct jose_key *key, enum jose_alg alg, json_t **jwk_out);

/* The prepared header of `typ`, or NULL: then it is made for the one token. */
const struct jws_header *ring_header(const struct ring_key *key, const char *typ);

#endif
