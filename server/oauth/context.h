/* One request's view of the outside, handed to every use case of the core. Made for one request and
 * one thread.
 */
#ifndef TESSERA_OAUTH_CONTEXT_H
#define TESSERA_OAUTH_CONTEXT_H

#include "base/random.h"
#include "oauth/ports.h"

enum { OAUTH_SECRET_BYTES = 32 };

/* Immutable while the process runs; times in seconds. */
struct oauth_settings {
    str_t issuer;
    int64_t code_lifetime_s;
    int64_t access_lifetime_s;
    int64_t id_lifetime_s;
    int64_t refresh_idle_s;
    int64_t refresh_absolute_s;
    int64_t refresh_retry_s; /* how long a lost answer is forgiven; 0: never */
    /* Derives refresh tokens (oauth/refresh_token.h). */
    uint8_t refresh_secret[OAUTH_SECRET_BYTES];
    /* Derives pairwise subjects (oauth/subject_identifier.h); another would rename everybody. */
    uint8_t pairwise_secret[OAUTH_SECRET_BYTES];
};

struct oauth_registry;
struct oauth_registered;

struct oauth_context {
    arena_t *arena;
    struct oauth_registry
        *registry; /* NULL: what is registered is read each time it is asked for */
    struct oauth_registered *registered; /* this request's view; oauth/registry.h */
    const struct oauth_settings *settings;
    const struct oauth_store *store;
    const struct oauth_signer *signer;
    const struct oauth_encrypter *encrypter;
    const struct oauth_id_token_issuer *id_tokens;
    const struct oauth_fetcher *fetcher;
    const struct oauth_jwt_verifier *jwts; /* what clients signed */
    const struct oauth_sealer *sealer;
    const struct oauth_audit *audit;
    const struct random_source *random;
    int64_t now;   /* Unix seconds, one value for the whole request */
    str_t address; /* the caller's, for the audit log */
};

void oauth_audit_success(
    struct oauth_context *ctx, const char *event, str_t user_id, str_t client_id);
void oauth_audit_failure(
    struct oauth_context *ctx, const char *event, str_t client_id, const char *reason);

/* issuer + path, in the arena. */
str_t oauth_url(struct oauth_context *ctx, const char *path);

#endif
