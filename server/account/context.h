/* One act of administration and its view of the outside (verbs, the setup page). Made for one act
 * and one thread.
 */
#ifndef TESSERA_ACCOUNT_CONTEXT_H
#define TESSERA_ACCOUNT_CONTEXT_H

#include "account/ports.h"
#include "authn/ports.h"
#include "base/random.h"

enum account_registration_mode {
    ACCOUNT_REGISTRATION_OFF,
    ACCOUNT_REGISTRATION_OPEN,
    ACCOUNT_REGISTRATION_DOMAINS, /* of addresses in account_settings.registration_domains */
};

enum { ACCOUNT_PROOF_KEY_BYTES = 32 };

/* Immutable while the process runs. */
struct account_settings {
    str_t issuer;
    int64_t password_min;        /* characters */
    int64_t password_min_zxcvbn; /* 0 to 4; 0 asks nothing */
    bool throttle_enabled;
    enum account_registration_mode registration;
    str_array_t registration_domains;
    uint8_t proof_key[ACCOUNT_PROOF_KEY_BYTES]; /* of codes; the same on all nodes */
};

struct account_context {
    arena_t *arena;
    const struct account_settings *settings;
    const struct account_store *store;
    const struct account_schemes *schemes;
    const struct account_password_list *breached; /* NULL: none is configured */
    const struct account_key_judge *keys;
    const struct account_hash_judge *hashes;
    const struct oauth_fetcher *fetcher;
    const struct oauth_sealer *sealer;
    const struct account_post *post;
    const struct authn_store *throttles; /* its throttle_ functions and device_list are used */
    const struct oauth_audit *audit;
    const struct random_source *random;
    int64_t now;          /* Unix seconds */
    str_t address;        /* the caller's, for the audit log; absent for a verb */
    str_t address_bucket; /* the same for counting: IPv6 cut to its /64 */
};

/* Records a successful act. `user_id` and `client_id` may be absent. */
void account_audit(struct account_context *ctx, const char *event, str_t user_id, str_t client_id);

/* A new identifier of a person or a client: 128 bits, base64url. Never begins with '-', so that a
 * verb's operand is not taken for an option. */
str_t account_new_id(struct account_context *ctx);

/* Pages of lists: what a caller may ask for at most, and gets when it says 0. */
enum { ACCOUNT_PAGE_MAX = 200 };

#endif
