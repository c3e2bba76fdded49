/* What the protocol core asks of the outside: records as they are kept, and structs of functions
 * that adapters fill. Everything an adapter returns lives in the arena that it was given. All
 * functions may block and may be called from any thread.
 */
#ifndef TESSERA_OAUTH_PORTS_H
#define TESSERA_OAUTH_PORTS_H

#include "base/arena.h"
#include "base/result.h"

#include <jansson.h>

/* Lists in records (scope, resource, audience, amr, roles) are space-separated words. Times are
 * Unix seconds. An absent slice is a value that is not there. */

struct oauth_client_record {
    str_t client_id;
    str_t type;          /* web, spa, native, machine, resource */
    str_t secret_digest; /* base64url of SHA-256; absent for clients without a secret */
    str_t sealed_secret; /* of clients that make MACs with it; absent for all others */
    str_t metadata;      /* JSON, RFC 7591 names */
    bool enabled;
    int64_t created_at;
    int64_t updated_at;
};

/* How an API wants its access tokens (oauth/token_style.h); absent: as the client chose. */
struct oauth_token_wishes {
    str_t typ;
    str_t format;
    str_t alg;
};

struct oauth_scope_record {
    str_t name;
    str_t audience;
    str_t description;
    struct oauth_token_wishes token; /* of the audience; read only */
};

/* A person, as tokens speak of them. */
struct oauth_subject {
    str_t id;
    str_t email;
    bool email_verified;
    str_t given_name;
    str_t family_name;
    str_t phone;
    bool phone_verified;
    str_t address; /* JSON object (OpenID Connect Core 5.1.1) */
    str_t locale;
    str_t zoneinfo;
    str_t roles;
    str_t groups;
    bool enabled;
    int64_t created_at;
    int64_t updated_at;
};

/* One authorization by a person: its code, and the family of refresh tokens that follow. */
struct oauth_grant {
    str_t id;
    str_t client_id;
    str_t user_id;
    str_t subject; /* how the client knows the person, from the beginning to the end */
    str_t session_id;
    str_t scope;
    str_t resource;
    str_t claims; /* asked for one by one and granted (oidc/requested_claims.h); absent: none */
    str_t nonce;
    int64_t auth_time;
    str_t amr;
    str_t acr;
    str_t code_digest;
    int64_t code_expires_at;
    int64_t code_used_at; /* 0: not yet */
    str_t redirect_uri;
    str_t code_challenge;       /* S256; absent if the request had none */
    int64_t refresh_generation; /* 0: no refresh token was issued */
    int64_t refresh_rotated_at;
    int64_t refresh_expires_at;
    int64_t created_at;
    int64_t expires_at; /* the absolute end of the grant and all that hangs on it */
    int64_t revoked_at; /* 0: alive */
};

/* An opaque access token. */
struct oauth_access_record {
    str_t digest;
    str_t client_id;
    str_t grant_id; /* absent: the client's own (client_credentials) */
    str_t subject;
    str_t scope;
    str_t audience;
    int64_t auth_time;
    int64_t issued_at;
    int64_t expires_at;
};

/* Whether what a token hangs on still stands, and what userinfo reads of it. */
struct oauth_standing {
    bool grant_alive;
    bool token_revoked;
    str_t user_id; /* of the grant, when it is alive */
    str_t claims;
};

struct oauth_store {
    void *self;
    /* A number that every change of a client, a scope or a resource raises, in its transaction. */
    result_t (*registry_generation)(void *self, int64_t *generation_out);
    /* NULL in *_out where there is none. A disabled client is found: the caller looks. */
    result_t (*client_find)(
        void *self, arena_t *arena, str_t client_id, const struct oauth_client_record **client_out);
    result_t (*scope_list)(
        void *self, arena_t *arena, const struct oauth_scope_record **scopes_out, size_t *n_out);
    result_t (*subject_find)(
        void *self, arena_t *arena, str_t user_id, const struct oauth_subject **subject_out);

    /* Requests that wait for their browser (oauth/stored_request.h); absent in *request_out if
     * there is none. */
    result_t (*request_add)(void *self, str_t digest, str_t request, int64_t expires_at);
    result_t (*request_find)(
        void *self, arena_t *arena, str_t digest, int64_t now, str_t *request_out);

    /* False: its session has ended. Whoever ends a session finds all of its grants to revoke. */
    result_t (*grant_add)(void *self, const struct oauth_grant *grant, bool *added_out);
    result_t (*grant_find)(
        void *self, arena_t *arena, str_t grant_id, const struct oauth_grant **grant_out);
    result_t (*grant_find_by_code)(
        void *self, arena_t *arena, str_t code_digest, const struct oauth_grant **grant_out);
    /* Marks the code used, and sets the first refresh generation's times when `refresh_expires_at`
     * is not 0; only if the code is unused, unexpired and the grant alive. One statement. */
    result_t (*grant_spend_code)(
        void *self, str_t code_digest, int64_t now, int64_t refresh_expires_at, bool *spent_out);
    /* generation -> generation + 1, only from exactly `generation`, alive and unexpired. One
     * statement. */
    result_t (*grant_rotate)(void *self, str_t grant_id, int64_t generation, int64_t now,
        int64_t refresh_expires_at, bool *rotated_out);
    result_t (*grant_revoke)(void *self, str_t grant_id, int64_t now);

    result_t (*access_add)(void *self, const struct oauth_access_record *token);
    result_t (*access_find)(
        void *self, arena_t *arena, str_t digest, const struct oauth_access_record **token_out);
    result_t (*access_remove)(void *self, str_t digest);
    result_t (*token_revoke)(void *self, str_t jti, int64_t expires_at);
    /* Uses up what may be used once, named by a digest that is kept until `expires_at`; *spent_out
     * is false if somebody was before. One statement. */
    result_t (*id_spend)(void *self, str_t digest, int64_t expires_at, bool *spent_out);
    /* `grant_id` absent: a machine's token, only its jti counts. A grant is alive when it is
     * neither revoked nor expired and its person is enabled. */
    result_t (*token_standing)(void *self, arena_t *arena, str_t grant_id, str_t jti, int64_t now,
        struct oauth_standing *standing_out);
};

/* Signs with the active key of `alg` and verifies what we signed ourselves. */
struct oauth_signer {
    void *self;
    result_t (*sign)(void *self, arena_t *arena, const char *alg, const char *typ,
        str_t claims_json, str_t *token_out);
    /* NULL in *claims_out if it is no token of ours with one of these types (NULL-terminated
     * list); expiry is not judged here. Own: json_decref. */
    result_t (*verify)(
        void *self, arena_t *arena, str_t token, const char *const *typs, json_t **claims_out);
};

/* Whom something is encrypted to: a key of theirs, chosen and found good. The adapter's own. */
struct oauth_recipient;

/* Encrypts to others' keys (RFC 7516). CPU only. */
struct oauth_encrypter {
    void *self;
    /* By the best key of a JWK Set for `alg`; NULL if none fits. Lives in the arena. */
    const struct oauth_recipient *(*recipient)(
        void *self, arena_t *arena, str_t jwks, const char *alg, const char *enc);
    /* `cty`: "JWT" around a signed token, else NULL. */
    result_t (*encrypt)(void *self, arena_t *arena, const struct oauth_recipient *to,
        const char *cty, str_t plaintext, str_t *token_out);
};

/* The answer of an address that a client named, or why there is none. */
struct oauth_fetched {
    const char *failure; /* static, for the log; NULL: there is an answer */
    int status;
    str_t content_type; /* absent if it said none */
    str_t body;
};

/* Asks such addresses under guard (fetch/fetcher.h): https and public, no redirects, at most 64 KiB
 * and 3 seconds. A peer that does not answer is a value: RESULT_BUSY alone is a failure, when too
 * many callers wait already. */
struct oauth_fetcher {
    void *self;
    /* What was answered with 200, from the cache while it is fresh, and a while longer if the peer
     * fails. `again`: what the cache gave did not suffice; asks anew, within bounds that keep a
     * stranger from making us ask at every request. */
    result_t (*get)(
        void *self, arena_t *arena, str_t url, bool again, struct oauth_fetched *fetched_out);
    /* Posts a form (application/x-www-form-urlencoded); whatever the status. Callers bound by
     * themselves how many post at once. */
    result_t (*post)(
        void *self, arena_t *arena, str_t url, str_t form, struct oauth_fetched *fetched_out);
};

/* A JWT that somebody else signed, read strictly; nothing is verified yet. */
struct oauth_jwt {
    const char *alg;   /* static: "ES256", "HS256", ... */
    json_t *claims;    /* own: json_decref */
    const void *token; /* the adapter's view of it, in the arena */
};

/* What others signed (jose/gate.h): read, then proven with keys that we choose, never with one that
 * the token brings. CPU only. Reasons are static, for the log; NULL: it is right. */
struct oauth_jwt_verifier {
    void *self;
    /* `typs`: NULL-terminated; a token without typ passes as well. */
    const char *(*read)(
        void *self, arena_t *arena, str_t text, const char *const *typs, struct oauth_jwt *jwt_out);
    /* With any fitting key of a JWK Set: a signature, never a MAC. */
    const char *(*verify)(void *self, arena_t *arena, const struct oauth_jwt *jwt, str_t jwks);
    /* With a shared secret of 32 bytes or more: a MAC, never a signature. */
    const char *(*verify_mac)(void *self, const struct oauth_jwt *jwt, str_t secret);
};

/* Keeps what must be read back, under a key that is not in the database (crypto/seal.h). What was
 * sealed for one purpose does not open for another. */
struct oauth_sealer {
    const void *self;
    str_t (*seal)(const void *self, arena_t *arena, str_t purpose, str_t plain);
    result_t (*open)(
        const void *self, arena_t *arena, str_t purpose, str_t sealed, str_t *plain_out);
};

/* OpenID Connect hangs in here: oauth does not know what an ID Token is. */
struct oauth_context;
struct oauth_client;
struct oauth_id_token_order {
    const struct oauth_client *client;
    const struct oauth_grant *grant; /* with the scope openid */
    const struct oauth_subject *subject;
    str_t access_token;
    const struct oauth_recipient *recipient; /* NULL: the client takes it signed only */
};
struct oauth_id_token_issuer {
    result_t (*issue)(
        struct oauth_context *ctx, const struct oauth_id_token_order *order, str_t *id_token_out);
};

/* One security-relevant act (audit/events.def says which there are). */
struct oauth_audit_event {
    const char *name;
    bool success;
    str_t user_id;
    str_t client_id;
    str_t session_id;
    const char *reason; /* exact, for the operator; never shown to a client */
};

struct oauth_audit {
    void *self;
    void (*record)(void *self, const struct oauth_audit_event *event, str_t address, int64_t now);
};

#endif
