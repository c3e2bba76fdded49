/* Password hashes as they are kept: our own Argon2id, and those that other programs made and people
 * were imported with. A hash says itself what it costs to check, so it is read strictly and refused
 * where it asks for more than anybody's sign-in may cost. Reading is pure; any thread.
 *
 * Taken: Argon2id and Argon2i (PHC), bcrypt ($2a$, $2b$, $2y$), PBKDF2 with SHA-1, SHA-256 and
 * SHA-512 (PHC, passlib), scrypt (PHC, passlib, crypt's $7$), sha256-crypt and sha512-crypt,
 * yescrypt, phpass, and what Django and WordPress make of these.
 */
#ifndef TESSERA_CRYPTO_STORED_HASH_H
#define TESSERA_CRYPTO_STORED_HASH_H

#include "crypto/stored_hash/format.h"

/* NULL and *hash_out, which borrows from `text` and the arena; or why it is not taken, as the end
 * of a sentence. */
const char *stored_hash_read(arena_t *arena, str_t text, struct stored_hash *hash_out);

/* NULL, or why this hash of another program is not taken: the same, and where our own may be as
 * dear as its operator likes, what a stranger's may cost. */
const char *stored_hash_foreign_problem(arena_t *arena, str_t text);

/* Blocks for the whole cost and takes its memory: callers bound how many do. The password is bytes;
 * one of more bytes than the format can take is wrong. RESULT_UNAVAILABLE without memory,
 * RESULT_CORRUPT where the library takes the hash for malformed. */
MUST_USE result_t stored_hash_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out);

/* Whether it is Argon2id with exactly these parameters, in one lane. */
bool stored_hash_is_argon2id(const struct stored_hash *hash, int64_t memory_kib, int64_t ops);

#endif
