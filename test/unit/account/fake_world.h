/* The outside of account/ in memory: a store of a few rows, a scheme whose hash is the password
 * with a mark, a log of names, counting randomness.
 */
#ifndef TESSERA_TEST_FAKE_WORLD_H
#define TESSERA_TEST_FAKE_WORLD_H

#include "account/context.h"

enum { FAKE_MAX = 16, FAKE_BUCKETS = 256, FAKE_NOW = 1700000000 };

#define FAKE_PASSWORD "correct horse battery staple"

struct fake_user {
    struct oauth_subject subject;
    str_t canonical;
    str_t credential;
};

struct fake_world {
    arena_t *arena;
    struct fake_user users[FAKE_MAX];
    size_t n_users;
    struct authn_session sessions[FAKE_MAX];
    size_t n_sessions;
    struct account_connection connections[FAKE_MAX];
    size_t n_connections;
    struct account_event log[FAKE_MAX];
    size_t n_told;
    struct oauth_client_record clients[FAKE_MAX];
    size_t n_clients;
    struct oauth_scope_record scopes[FAKE_MAX];
    size_t n_scopes;
    str_t roles[FAKE_MAX]; /* the first is built in */
    size_t n_roles;
    struct {
        str_t digest;
        int64_t expires_at;
        bool used;
    } links[FAKE_MAX];
    size_t n_links;
    struct fake_proof {
        struct account_proof proof;
        bool used;
    } proofs[FAKE_MAX];
    size_t n_proofs;
    struct {
        struct account_letter letter; /* its view is gone */
        str_t view;                   /* as JSON */
        bool kept;
    } letters[FAKE_MAX];
    size_t n_letters;
    result_t of_post; /* what the post answers */
    struct {
        str_t bucket;
        int64_t attempts;
        int64_t locked_until;
    } buckets[FAKE_BUCKETS];
    size_t n_buckets;
    const char *events[FAKE_MAX];
    size_t n_events;
    int enrolments, writes, batches;
    int blind;         /* so many calls of user_by_email find nobody: as if another was faster */
    result_t of_enrol; /* what the slow hash answers */
    str_t kept_session;
    bool told; /* with the last credential went a letter */
    uint8_t next_random;

    struct account_settings settings;
    struct account_store store;
    struct account_schemes schemes;
    struct account_key_judge keys;
    const char *of_keys;     /* what the judge says of every key */
    const char *encrypts_by; /* the only algorithm that they are for */
    struct account_hash_judge hashes;
    struct oauth_fetcher fetcher;
    struct oauth_fetched of_fetch; /* what every address answers */
    int fetches;
    str_t fetched_url;
    struct oauth_sealer sealer; /* "PURPOSE|PLAIN" */
    struct account_post post;
    struct authn_store throttles; /* a bucket that closes stays closed for the rule's first lock */
    struct oauth_audit audit;
    struct random_source random;
    struct account_context ctx;
};

void fake_proofs_install(struct fake_world *world); /* fake_proofs.c */
void fake_own_install(struct fake_world *world);    /* the part in fake_own.c */

struct fake_world *fake_world_new(void);
void fake_world_free(struct fake_world *world);

/* The last letter that was written. */
const struct account_letter *fake_letter(const struct fake_world *world);

bool fake_recorded(const struct fake_world *world, const char *event);

#endif
