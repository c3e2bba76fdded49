/* Passwords within bounds: callers hash on their own threads, but at most `workers` at once, and at
 * most `queue` more wait. Whoever finds the queue full gets RESULT_BUSY at once, so that a flood of
 * sign-ins costs workers * memory_kib and no more.
 *
 * Hashes are made as PHC strings of Argon2id ("$argon2id$v=19$m=19456,t=2,p=1$salt$hash"); those of
 * other programs are checked, too (crypto/stored_hash.h). Passwords are bytes: NULs count. All
 * functions may be called from any thread and block for the hash and the wait.
 */
#ifndef TESSERA_CRYPTO_PASSWORD_H
#define TESSERA_CRYPTO_PASSWORD_H

#include "base/arena.h"
#include "base/result.h"
#include "crypto/stored_hash.h"

enum {
    PASSWORD_BYTES_MAX = 1024,
    PASSWORD_MEMORY_KIB_MIN = 8,
    PASSWORD_MEMORY_KIB_MAX = STORED_HASH_MEMORY_KIB_MAX,
    PASSWORD_OPS_MAX = 64,
};

struct password_settings {
    uint32_t memory_kib;
    uint32_t ops;     /* passes over the memory */
    unsigned workers; /* 0: one less than the processors, at least 1 */
    unsigned queue;   /* how many may wait */
    unsigned wait_ms; /* how long; then RESULT_BUSY */
};

struct password_pool;

/* Costs nothing yet: memory is taken by each hash and given back after it. Own. */
struct password_pool *password_pool_new(const struct password_settings *settings);

/* Nobody may be inside. NULL inside is fine; sets it to NULL. */
void password_pool_free(struct password_pool **pool);

/* The caller has checked that `password` is at most PASSWORD_BYTES_MAX long. RESULT_UNAVAILABLE
 * without memory. */
MUST_USE result_t password_hash(
    struct password_pool *pool, arena_t *arena, str_t password, str_t *phc_out);

/* *right_out: it is the password. *rehash_out: it is right, and `hash` was made in another way or
 * with other parameters than today's; false where the hash vouches only for the beginning of the
 * password. A longer password than PASSWORD_BYTES_MAX is wrong at the same cost. RESULT_CORRUPT if
 * `hash` is none that can be checked within bounds. */
MUST_USE result_t password_verify(
    struct password_pool *pool, str_t password, str_t hash, bool *right_out, bool *rehash_out);

/* What an unknown person costs: the same work, queue and time as password_verify that says no. */
MUST_USE result_t password_verify_dummy(struct password_pool *pool, str_t password);

struct password_pool_load {
    unsigned running;
    unsigned waiting;
    unsigned most_running; /* since the start */
    uint64_t refused;      /* RESULT_BUSY, since the start */
};

struct password_pool_load password_pool_load(struct password_pool *pool);

#endif
