/* Links and codes by mail or SMS, by which a person proves that an address or a number is theirs
 * (security.md: OWASP ASVS 5.0, 6.4 and 6.6; NIST SP 800-63B-4, 3.1.3). A link is 256 bits, a code
 * six digits with ACCOUNT_PROOF_TRIES tries. Each is for one purpose, works once and not for long,
 * and is void once a newer one of its series is sent. Only digests are kept.
 *
 * Whoever proves does so with a post: a mail scanner that fetches the link changes nothing. What a
 * proof is good for is done by a function of the store that takes the proof's id and spends it in
 * the transaction of its effect (account/ports.h); of many at once one wins, the others get
 * RESULT_CONFLICT and nothing happens. All functions block on the store unless they say otherwise.
 */
#ifndef TESSERA_ACCOUNT_PROOF_H
#define TESSERA_ACCOUNT_PROOF_H

#include "account/context.h"

/* A new purpose is a line here and one in the table of proof.c. */
enum account_proof_purpose {
    ACCOUNT_PROOF_VERIFY_EMAIL,
    ACCOUNT_PROOF_RESET_PASSWORD,
};
enum { ACCOUNT_PROOF_PURPOSES = ACCOUNT_PROOF_RESET_PASSWORD + 1 };

enum {
    ACCOUNT_PROOF_TRIES = 5,
    ACCOUNT_PROOF_CODE_DIGITS = 6,
    ACCOUNT_PROOF_PAYLOAD_MAX = 16 * 1024,
};

struct account_proof_kind {
    const char *name;   /* in the database */
    const char *letter; /* that carries it (account/ports.h) */
    const char *path;   /* of the page behind the link, below the issuer; NULL: it has no link */
    bool code;          /* whether it has a code */
    unsigned ends_with; /* ACCOUNT_PROOF_ENDS_WITH_*: what makes it void */
    int64_t life_s;
};

/* Static. Pure. */
const struct account_proof_kind *account_proof_kind(enum account_proof_purpose purpose);

struct account_proof_wish {
    enum account_proof_purpose purpose;
    str_t user_id; /* absent: of nobody who has an account */
    str_t target;  /* what is to be proven: the canonical address or number */
    str_t series;  /* a newer proof of this purpose and series voids the one before */
    /* What the purpose needs when it is spent, sealed if it is secret; absent: nothing. */
    str_t payload;
    str_t to; /* the address as it was entered, or the number */
    str_t locale;
    /* Another letter in place of the purpose's, which tells neither link nor code: the proof stands
     * there only so that two cases look alike. NULL: none. */
    const char *notice;
    json_t *view; /* the letter's values beside email, address, at, hours, link, code; borrowed */
};

/* The proof and the letter that carries it, for a function of the store that keeps both. Reaches no
 * store but for the limits of SMS (RESULT_BUSY). */
MUST_USE result_t account_proof_make(struct account_context *ctx,
    const struct account_proof_wish *wish, struct account_new_proof *proof_out);

/* After the store kept it: the letter goes out at once. Does not block. */
void account_proof_kept(struct account_context *ctx, const struct account_new_proof *proof);

/* All of this, for a proof that comes alone. `id_out` may be NULL. */
MUST_USE result_t account_proof_send(
    struct account_context *ctx, const struct account_proof_wish *wish, str_t *id_out);

/* The living proof behind a link's token, without spending it; NULL if it is malformed, unknown, of
 * another purpose, void, used or expired: nobody learns which. */
MUST_USE result_t account_proof_by_link(struct account_context *ctx,
    enum account_proof_purpose purpose, str_t token, const struct account_proof **proof_out);

/* The living proof of that id, for pages that say where a code went. Proves nothing. */
MUST_USE result_t account_proof_find(struct account_context *ctx,
    enum account_proof_purpose purpose, str_t id, const struct account_proof **proof_out);

enum account_code_outcome {
    ACCOUNT_CODE_RIGHT,
    ACCOUNT_CODE_WRONG, /* there are tries left */
    ACCOUNT_CODE_OVER,  /* unknown, void, used, expired, or no tries left: a new one is needed */
};

/* Counts a try, in a transaction of its own, before it looks at what was typed (spaces do not
 * count). *proof_out is set when the code is right; spend it by its id. */
MUST_USE result_t account_proof_by_code(struct account_context *ctx,
    enum account_proof_purpose purpose, str_t id, str_t typed,
    enum account_code_outcome *outcome_out, const struct account_proof **proof_out);

#endif
