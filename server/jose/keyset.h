/* The service's own signing keys: kept sealed in the database, rotated without a restart, the same
 * on all nodes.
 *
 * Keys are imported once and stand in an immutable ring that is swapped; signing holds no lock.
 * Any thread may call any function; those that reach the store block on it.
 */
#ifndef TESSERA_JOSE_KEYSET_H
#define TESSERA_JOSE_KEYSET_H

#include "base/clock.h"
#include "crypto/seal.h"
#include "jose/gate.h"
#include "jose/keyset_schedule.h"
#include "jose/ports.h"

struct keyset;

/* Loads the keys and makes those that are missing. RESULT_CORRUPT, with a text that says so, if
 * the sealing key does not open them. `store`, `seal` and `clock` are borrowed. Own. */
MUST_USE result_t keyset_open(const struct keyset_store *store, const struct seal_key *seal,
    const struct clock *clock, const struct keyset_settings *settings, struct keyset **keyset_out);

/* Nobody may be inside. NULL inside is fine; sets it to NULL. */
void keyset_close(struct keyset **keyset);

/* Every few seconds, by one thread: takes over what other processes did, makes the next key of an
 * algorithm when it is due, deletes retired ones. On failure the keys in hand stay in use. */
MUST_USE result_t keyset_tick(struct keyset *keyset);

/* Makes the next key of each algorithm in `algs` (those that the settings name), active after
 * publish_s or at once. Running servers see it at their next tick. RESULT_BUSY when KEYSET_KEYS_MAX
 * rows stand. */
MUST_USE result_t keyset_rotate(struct keyset *keyset, unsigned algs, bool at_once);

struct keyset_entry {
    str_t kid;
    enum jose_alg alg;
    enum keyset_state state;
    int64_t created_at;
    int64_t active_from;
    int64_t not_after; /* when it is retired, if rotation goes by schedule */
};

/* By algorithm, newest first; read from the store. */
MUST_USE result_t keyset_list(
    struct keyset *keyset, arena_t *arena, const struct keyset_entry **entries_out, size_t *n_out);

/* The public keys that are pending, active or retiring: {"keys":[...]}. From memory. */
str_t keyset_jwks(struct keyset *keyset, arena_t *arena);

/* Signs with the active key of `alg`; `typ` NULL leaves it out. RESULT_FAILED if the settings do
 * not name `alg`. From memory. */
MUST_USE result_t keyset_sign(struct keyset *keyset, arena_t *arena, enum jose_alg alg,
    const char *typ, str_t claims_json, str_t *token_out);

/* For tokens that we signed ourselves: *refusal_out says JOSE_ACCEPTED, and then *claims_out is
 * own (json_decref), or why not, and then it is NULL. Times are not judged. `typs` as in struct
 * jose_use. An unknown kid reads the store again, at most once a second for all callers. */
MUST_USE result_t keyset_verify(struct keyset *keyset, arena_t *arena, str_t token,
    const char *const *typs, json_t **claims_out, enum jose_refusal *refusal_out);

#endif
