/* Table `proofs`: what links and codes prove (account/proof.h). */
#ifndef TESSERA_STORE_PROOF_H
#define TESSERA_STORE_PROOF_H

#include "account/ports.h"
#include "store/rows.h"

result_t store_proof_add(void *self, const struct account_new_proof *proof);
result_t store_proof_find(void *self, arena_t *arena, str_t purpose, str_t id, int64_t now,
    const struct account_proof **proof_out);
result_t store_proof_find_by_link(void *self, arena_t *arena, str_t purpose, str_t link_digest,
    int64_t now, const struct account_proof **proof_out);
result_t store_proof_try(void *self, arena_t *arena, str_t purpose, str_t id, int64_t now,
    const struct account_proof **proof_out);

/* What follows is for other aggregates, inside the transaction of what a proof is good for. */

/* The proof, in place of the one before of its series, and its letter. */
MUST_USE result_t store_proof_put(
    struct db_tx *tx, arena_t *arena, const struct account_new_proof *proof);

/* RESULT_CONFLICT if it is used, void, expired or unknown. One statement; the payload goes. */
MUST_USE result_t store_proof_spend(
    struct db_tx *tx, arena_t *arena, str_t purpose, str_t id, int64_t now);

/* Voids the person's proofs that end with this. */
MUST_USE result_t store_proof_end(
    struct db_tx *tx, arena_t *arena, str_t user_id, enum account_proof_end end, int64_t now);

#endif
