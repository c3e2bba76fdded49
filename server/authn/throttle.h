/* Attempts to sign in, counted in the database before the password is looked at, so that parallel
 * guesses cannot slip past the count. The keys of the buckets are digests: the table shows neither
 * who was tried nor from where.
 */
#ifndef TESSERA_AUTHN_THROTTLE_H
#define TESSERA_AUTHN_THROTTLE_H

#include "authn/context.h"

/* The buckets that one attempt is counted in: the address, the account or the device, and, for a
 * stranger, all strangers together: guesses that come from everywhere at everybody fill no other.
 * Each address can add to the last only what its own bucket lets through. */
struct authn_throttle {
    str_t address;
    str_t person;
    str_t global; /* absent: not counted there */
    const struct authn_throttle_rule *person_rule;
    /* Set by authn_throttle_count: what the attempt came to. */
    int64_t address_locked_until;
    int64_t person_locked_until;
    int64_t global_locked_until;
};

/* An account is counted by what was typed, known or not. `device_digest` present: a browser that
 * this person signed in with before counts in a bucket of its own, so that strangers who lock the
 * account, or all strangers' bucket, do not lock out its owner. */
struct authn_throttle authn_throttle_for(
    struct authn_context *ctx, str_t account, str_t device_digest);

/* Counts one attempt. When one of the buckets is closed, *attempt_out is that refusal. Blocks. */
MUST_USE result_t authn_throttle_count(
    struct authn_context *ctx, struct authn_throttle *throttle, struct authn_attempt *attempt_out);

/* After the right password: forgets the account or device bucket that this attempt was counted in.
 * The address and the strangers get this one attempt back, so that a house full of people is not
 * locked out for signing in; it keeps the others, or one good account would buy endless guesses at
 * others. */
MUST_USE result_t authn_throttle_forget(
    struct authn_context *ctx, const struct authn_throttle *throttle);

/* Opens an account that wrong passwords locked, and the browsers of its person with it; `account`
 * is its canonical address. Of `store` only throttle_clear and device_list are used. Blocks. */
MUST_USE result_t authn_throttle_unlock(
    const struct authn_store *store, arena_t *arena, str_t account, str_t user_id);

#endif
