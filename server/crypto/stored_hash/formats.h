/* The formats of stored hashes and the parts that they share; within crypto/ only. */
#ifndef TESSERA_CRYPTO_STORED_HASH_FORMATS_H
#define TESSERA_CRYPTO_STORED_HASH_FORMATS_H

#include "crypto/stored_hash/format.h"

/* Bounds of time: each at its bound takes some seconds of one processor at most. */
enum {
    STORED_HASH_ARGON2_OPS_MAX = 64,
    STORED_HASH_ARGON2_WORK_KIB_MAX = 1024 * 1024, /* memory times passes, of a foreign one */
    STORED_HASH_BCRYPT_COST_MAX = 15,
    STORED_HASH_CRYPT_ROUNDS_MAX = 1000000,
    STORED_HASH_PBKDF2_ITERATIONS_MAX = 2000000,
    STORED_HASH_PHPASS_LOG2_MAX = 20,
    STORED_HASH_SCRYPT_WORK_MAX = 1 << 22, /* N * r * p */
    STORED_HASH_LANES_MAX = 16,
};

/* What is short is guessed by chance, whatever the password. */
enum {
    STORED_HASH_SALT_MIN = 4,
    STORED_HASH_SALT_MAX = 128,
    STORED_HASH_DIGEST_MIN = 16,
    STORED_HASH_DIGEST_MAX = 64,
};

const char *stored_argon2_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
const char *stored_argon2_foreign_problem(const struct stored_hash *hash);
result_t stored_argon2_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out);

const char *stored_bcrypt_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
result_t stored_bcrypt_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out);
/* hex(SHA-256(password)), as Django's bcrypt_sha256. */
str_t stored_bcrypt_django(arena_t *arena, str_t password);
/* base64(HMAC-SHA-384("wp-sha384", password)), as WordPress since 6.8. */
str_t stored_bcrypt_wordpress(arena_t *arena, str_t password);

const char *stored_sha2_crypt_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
const char *stored_yescrypt_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
const char *stored_crypt_scrypt_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
result_t stored_crypt_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out);

const char *stored_pbkdf2_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
const char *stored_pbkdf2_django_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
result_t stored_pbkdf2_sha1_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out);
result_t stored_pbkdf2_sha256_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out);
result_t stored_pbkdf2_sha512_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out);

const char *stored_phpass_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
result_t stored_phpass_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out);

const char *stored_scrypt_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
const char *stored_scrypt_django_read(arena_t *arena, str_t text, struct stored_hash *hash_out);
result_t stored_scrypt_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out);
/* NULL, or why these parameters are not taken; for every way of writing them. */
const char *stored_scrypt_problem(int64_t n, int64_t block, int64_t lanes);

/* The part before the next '$', which must be there. */
bool stored_hash_part(str_t *rest, str_t *part_out);

/* "name=123" before the next comma, between `min` and `max`. */
bool stored_hash_parameter(str_t *rest, str_t name, int64_t min, int64_t max, int64_t *value_out);

/* Standard base64, with or without its padding, and '.' in the place of '+' as passlib has it. */
bool stored_hash_base64(arena_t *arena, str_t text, str_t *bytes_out);

/* NULL, or why a salt and a digest of these lengths are not taken. */
const char *stored_hash_lengths_problem(str_t salt, str_t digest);

/* The alphabet of crypt(3), ./0-9A-Za-z: six bits a character. */
bool stored_hash_is_crypt_text(str_t text);
char stored_hash_crypt_char(uint32_t digit); /* of its lowest six bits */
int64_t stored_hash_crypt_digit(char c);     /* of a character that stands in it */

/* crypt(3) of the password with `hash->text` as its setting; absent in *text_out if libxcrypt does
 * not take the password. */
MUST_USE result_t stored_hash_crypt(
    arena_t *arena, const struct stored_hash *hash, str_t password, str_t *text_out);

#endif
