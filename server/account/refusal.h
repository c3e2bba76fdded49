/* Why an act of administration was refused: the caller's mistake, as a value. Programs read the
 * code, people the sentence; verbs make their exit codes, an API its statuses from the kind.
 */
#ifndef TESSERA_ACCOUNT_REFUSAL_H
#define TESSERA_ACCOUNT_REFUSAL_H

enum account_refusal {
    ACCOUNT_DONE, /* not refused */
    ACCOUNT_USER_UNKNOWN,
    ACCOUNT_CLIENT_UNKNOWN,
    ACCOUNT_SCOPE_UNKNOWN,
    ACCOUNT_RESOURCE_UNKNOWN,
    ACCOUNT_ROLE_UNKNOWN,
    ACCOUNT_EMAIL_TAKEN,
    ACCOUNT_ID_TAKEN,
    ACCOUNT_SCOPE_EXISTS,
    ACCOUNT_ROLE_EXISTS,
    ACCOUNT_EMAIL_INVALID,
    ACCOUNT_NAME_INVALID,
    ACCOUNT_PERSON_INVALID, /* struct account_import_outcome says more */
    ACCOUNT_LOCALE_INVALID,
    ACCOUNT_ZONEINFO_INVALID,
    ACCOUNT_SESSION_UNKNOWN,
    ACCOUNT_SCOPE_NAME_INVALID,
    ACCOUNT_SCOPE_STANDARD,
    ACCOUNT_AUDIENCE_INVALID,
    ACCOUNT_DESCRIPTION_INVALID,
    ACCOUNT_TOKEN_TYP_INVALID,
    ACCOUNT_TOKEN_FORMAT_INVALID,
    ACCOUNT_TOKEN_ALG_INVALID,
    ACCOUNT_ROLE_NAME_INVALID,
    ACCOUNT_METADATA_INVALID, /* struct client_metadata_problem says more */
    ACCOUNT_PASSWORD_TOO_SHORT,
    ACCOUNT_PASSWORD_TOO_LONG,
    ACCOUNT_PASSWORD_NOT_TEXT,
    ACCOUNT_PASSWORD_PERSONAL,
    ACCOUNT_PASSWORD_WEAK,
    ACCOUNT_PASSWORD_BREACHED,
    ACCOUNT_PASSWORD_HASH_REFUSED,
    ACCOUNT_RECOVERY_CODE_WRONG,
    ACCOUNT_RECOVERY_OVER,
    ACCOUNT_LAST_OWNER,
    ACCOUNT_ROLE_BUILT_IN,
    ACCOUNT_CLIENT_WITHOUT_SECRET,
    ACCOUNT_SETUP_LINK_INVALID,
    ACCOUNT_SETUP_OVER,
    ACCOUNT_DOMAIN_REFUSED,
    ACCOUNT_SEND_LATER,
    ACCOUNT_PROOF_OVER,
};
enum { ACCOUNT_REFUSALS = ACCOUNT_PROOF_OVER + 1 };

enum account_refusal_kind {
    ACCOUNT_KIND_NONE,
    ACCOUNT_KIND_NOT_FOUND,
    ACCOUNT_KIND_EXISTS,
    ACCOUNT_KIND_INVALID, /* what was given is malformed */
    ACCOUNT_KIND_POLICY,  /* well-formed, and not allowed */
};

struct account_refusal_text {
    const char *code;    /* stable, lower case with '_' */
    const char *message; /* a sentence in English */
    enum account_refusal_kind kind;
};

/* Static. ACCOUNT_DONE has the empty texts. */
const struct account_refusal_text *account_refusal_text(enum account_refusal refusal);

#endif
