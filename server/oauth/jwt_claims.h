/* Times, issuer and audience of a verified token, judged in 64 bits (RFC 7519, section 4.1). A
 * claim of a wrong type is never taken for an absent one.
 *
 * Pure; any thread.
 */
#ifndef TESSERA_OAUTH_JWT_CLAIMS_H
#define TESSERA_OAUTH_JWT_CLAIMS_H

#include "base/str.h"

#include <jansson.h>

enum claim_read { CLAIM_ABSENT, CLAIM_READ, CLAIM_BAD };

/* A NumericDate as a whole number from 0 to the end of the year 9999. */
enum claim_read claims_time(const json_t *claims, const char *name, int64_t *unix_s_out);

/* `aud` is this text or a list of texts that has it. */
bool claims_aud_has(const json_t *claims, str_t audience);

/* `aud` is this text, or a list of this one text: meant for nobody else. */
bool claims_aud_is(const json_t *claims, str_t audience);

struct claims_expected {
    str_t iss; /* absent: not judged */
    str_t aud; /* absent: not judged */
    int64_t now_s;
    int64_t skew_s;     /* how wrong the other clock may be, for nbf and iat */
    int64_t life_max_s; /* how far exp may lie ahead; 0: any */
};

enum claims_verdict {
    CLAIMS_GOOD,
    CLAIMS_ISS_WRONG,
    CLAIMS_AUD_WRONG,
    CLAIMS_EXP_MISSING, /* or no whole number */
    CLAIMS_EXPIRED,     /* exp is now or before */
    CLAIMS_TOO_LONG,
    CLAIMS_NBF_WRONG,
    CLAIMS_IAT_WRONG,
};

const char *claims_verdict_text(enum claims_verdict verdict);

/* exp must stand; nbf and iat are judged if they do. */
enum claims_verdict claims_judge(const json_t *claims, const struct claims_expected *expected);

#endif
