/* The world's failure: what a function answers when disk, database, network or memory bounds fail.
 *
 * A client's mistake is never a result_t: it is a value in the protocol's vocabulary (see
 * oauth/error.h). Our own mistake is an assertion. The struct cannot be mistaken for a bool, and
 * MUST_USE makes ignoring it a compile error.
 */
#ifndef TESSERA_BASE_RESULT_H
#define TESSERA_BASE_RESULT_H

#include <stdbool.h>

#define MUST_USE __attribute__((warn_unused_result))

enum result_code {
    RESULT_OK,
    RESULT_FAILED,      /* unexpected; the request ends with 500 */
    RESULT_UNAVAILABLE, /* storage or a peer is away or full; 503, trying later may help */
    RESULT_BUSY,        /* a bounded queue is full; 503 with Retry-After */
    RESULT_CONFLICT,    /* a unique rule of the store refused; the caller decides what it means */
    RESULT_CORRUPT,     /* sealed or checksummed data does not open */
    RESULT_WRONG_KEY,   /* sealed with another key than the one that is configured, or changed */
    RESULT_DAMAGED,     /* the storage itself is damaged: no repeat helps */
};

/* `what` is a static text for the log, never for a client. */
typedef struct {
    enum result_code code;
    const char *what;
} result_t;

#define OK ((result_t){RESULT_OK, ""})

static inline bool result_ok(result_t r)
{
    return r.code == RESULT_OK;
}

static inline result_t result_fail(enum result_code code, const char *what)
{
    return (result_t){code, what};
}

/* Leaves the calling function with the failure of `expr`, if it failed. */
#define TRY(expr)                                                                                  \
    do {                                                                                           \
        result_t try_result_ = (expr);                                                             \
        if (!result_ok(try_result_))                                                               \
            return try_result_;                                                                    \
    } while (0)

#endif
