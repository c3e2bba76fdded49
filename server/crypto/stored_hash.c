#include "crypto/stored_hash.h"

#include "crypto/stored_hash/formats.h"

/* The more special prefix first: one of another's hash begins with it. */
static const struct stored_hash_format formats[] = {
    {"$argon2id$", 0, stored_argon2_read, stored_argon2_foreign_problem, NULL, stored_argon2_check},
    {"$argon2i$", 0, stored_argon2_read, stored_argon2_foreign_problem, NULL, stored_argon2_check},
    {"argon2$argon2", 6, stored_argon2_read, stored_argon2_foreign_problem, NULL,
        stored_argon2_check},
    {"$2a$", 0, stored_bcrypt_read, NULL, NULL, stored_bcrypt_check},
    {"$2b$", 0, stored_bcrypt_read, NULL, NULL, stored_bcrypt_check},
    {"$2y$", 0, stored_bcrypt_read, NULL, NULL, stored_bcrypt_check},
    {"bcrypt$$2", 7, stored_bcrypt_read, NULL, NULL, stored_bcrypt_check},
    {"bcrypt_sha256$$2", 14, stored_bcrypt_read, NULL, stored_bcrypt_django, stored_bcrypt_check},
    {"$wp$2y$", 3, stored_bcrypt_read, NULL, stored_bcrypt_wordpress, stored_bcrypt_check},
    {"$5$", 0, stored_sha2_crypt_read, NULL, NULL, stored_crypt_check},
    {"$6$", 0, stored_sha2_crypt_read, NULL, NULL, stored_crypt_check},
    {"$7$", 0, stored_crypt_scrypt_read, NULL, NULL, stored_crypt_check},
    {"$y$", 0, stored_yescrypt_read, NULL, NULL, stored_crypt_check},
    {"$pbkdf2$", 8, stored_pbkdf2_read, NULL, NULL, stored_pbkdf2_sha1_check},
    {"$pbkdf2-sha1$", 13, stored_pbkdf2_read, NULL, NULL, stored_pbkdf2_sha1_check},
    {"$pbkdf2-sha256$", 15, stored_pbkdf2_read, NULL, NULL, stored_pbkdf2_sha256_check},
    {"$pbkdf2-sha512$", 15, stored_pbkdf2_read, NULL, NULL, stored_pbkdf2_sha512_check},
    {"pbkdf2_sha1$", 12, stored_pbkdf2_django_read, NULL, NULL, stored_pbkdf2_sha1_check},
    {"pbkdf2_sha256$", 14, stored_pbkdf2_django_read, NULL, NULL, stored_pbkdf2_sha256_check},
    {"$scrypt$", 8, stored_scrypt_read, NULL, NULL, stored_scrypt_check},
    {"scrypt$", 7, stored_scrypt_django_read, NULL, NULL, stored_scrypt_check},
    {"$P$", 3, stored_phpass_read, NULL, NULL, stored_phpass_check},
    {"$H$", 3, stored_phpass_read, NULL, NULL, stored_phpass_check},
};

const char *stored_hash_read(arena_t *arena, str_t text, struct stored_hash *hash_out)
{
    *hash_out = (struct stored_hash){0};
    if (text.len > STORED_HASH_BYTES_MAX)
        return "is longer than any hash";
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (!str_starts_with(text, str_from_cstr(formats[i].prefix)))
            continue;
        hash_out->format = &formats[i];
        return formats[i].read(arena, str_from(text, formats[i].skip), hash_out);
    }
    return "is of no kind that can be checked";
}

const char *stored_hash_foreign_problem(arena_t *arena, str_t text)
{
    struct stored_hash hash;
    const char *problem = stored_hash_read(arena, text, &hash);

    if (problem != NULL || hash.format->foreign_problem == NULL)
        return problem;
    return hash.format->foreign_problem(&hash);
}

result_t stored_hash_check(arena_t *arena, const struct stored_hash *hash, str_t password,
    enum stored_hash_match *match_out)
{
    const struct stored_hash_format *format = hash->format;
    str_t hashed = format->before != NULL ? format->before(arena, password) : password;

    *match_out = STORED_HASH_WRONG;
    return format->check(arena, hash, hashed, match_out);
}

bool stored_hash_is_argon2id(const struct stored_hash *hash, int64_t memory_kib, int64_t ops)
{
    return hash->format == &formats[0] && hash->memory_kib == memory_kib && hash->ops == ops &&
           hash->lanes == 1;
}
