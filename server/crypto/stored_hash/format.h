/* One way in which programs write password hashes, and a hash that was read. */
#ifndef TESSERA_CRYPTO_STORED_HASH_FORMAT_H
#define TESSERA_CRYPTO_STORED_HASH_FORMAT_H

#include "base/arena.h"
#include "base/result.h"

enum {
    STORED_HASH_BYTES_MAX = 512,
    STORED_HASH_MEMORY_KIB_MAX = 256 * 1024,         /* of one hash of our own */
    STORED_HASH_FOREIGN_MEMORY_KIB_MAX = 128 * 1024, /* of any other */
};

/* One hash that was read. Members that its format does not know are 0 or absent. */
struct stored_hash {
    const struct stored_hash_format *format;
    str_t text;   /* PHC or crypt(3) string, with a NUL behind it */
    str_t salt;   /* bytes */
    str_t digest; /* bytes */
    int64_t ops;  /* passes, iterations, or the N of scrypt */
    int64_t memory_kib;
    int64_t lanes;
    int64_t block; /* the r of scrypt */
};

enum stored_hash_match {
    STORED_HASH_WRONG,
    STORED_HASH_RIGHT,
    STORED_HASH_RIGHT_SO_FAR, /* as much of the password as its format looks at */
};

struct stored_hash_format {
    const char *prefix;
    size_t skip; /* bytes of `prefix` that another program wrote before the hash itself */
    const char *(*read)(arena_t *arena, str_t text, struct stored_hash *hash_out);
    /* NULL: as read. */
    const char *(*foreign_problem)(const struct stored_hash *hash);
    /* What that program hashes in place of the password; NULL: the password. */
    str_t (*before)(arena_t *arena, str_t password);
    result_t (*check)(arena_t *arena, const struct stored_hash *hash, str_t password,
        enum stored_hash_match *match_out);
};

#endif
