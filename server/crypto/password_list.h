/* A file of breached and common passwords, made once and asked at each new password: a line that
 * says what it is, then the first eight bytes of the SHA-1 of each, ascending. The file is opened
 * for each question, so that an operator replaces it while the server runs. Blocks on the disk; any
 * thread.
 */
#ifndef TESSERA_CRYPTO_PASSWORD_LIST_H
#define TESSERA_CRYPTO_PASSWORD_LIST_H

#include "base/arena.h"
#include "base/result.h"

/* RESULT_UNAVAILABLE if the file cannot be read, RESULT_CORRUPT if it is no such list. Some thirty
 * reads of eight bytes. One password in 2^64 a line is held by mistake. */
MUST_USE result_t password_list_holds(const char *path, str_t password, bool *holds_out);

/* What became of building. */
struct password_list_built {
    size_t passwords;    /* in the new list, each once */
    size_t left_out;     /* lines seen fewer than `at_least` times, or empty */
    const char *problem; /* NULL, or why nothing was written: the end of a sentence */
    bool of_target;      /* the sentence is about `to` */
};

/* `from`: a word a line, or a dump of Have I Been Pwned ("SHA1:COUNT", of which those with a count
 * of `at_least` or more are taken). Eight bytes of memory a password. `to` is replaced whole. */
struct password_list_built password_list_build(const char *from, const char *to, int64_t at_least);

#endif
