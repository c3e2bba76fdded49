/* What signing in asks of the outside: sessions, flows, throttles, consents, credentials and the
 * slow hash. Rules as in oauth/ports.h: results live in the given arena, functions may block, any
 * thread may call.
 */
#ifndef TESSERA_AUTHN_PORTS_H
#define TESSERA_AUTHN_PORTS_H

#include "base/arena.h"
#include "base/result.h"

struct oauth_subject;

/* A single sign-on session. `id` is the public sid; the cookie's token is kept as its digest. */
struct authn_session {
    str_t id;
    str_t token_digest;
    str_t user_id;
    int64_t auth_time;
    str_t amr; /* space-separated (RFC 8176) */
    str_t acr;
    str_t address;
    str_t user_agent;
    int64_t created_at;
    int64_t seen_at;
    int64_t expires_at; /* absolute */
};

/* A person's way through the hosted pages (authn/flow.h). */
struct authn_flow_record {
    str_t id;
    str_t browser_digest;
    str_t state;
    str_t target;          /* authn/flow_state.h */
    str_t request;         /* form-encoded: the authorization request, or authn/entry.h */
    str_t session_id;      /* absent until the person is signed in */
    str_t consented_scope; /* absent until consent was given in this flow */
    str_t consented_claims;
    int64_t created_at;
    int64_t expires_at;
};

/* What one attempt at a bucket (account, device, address) came to. */
struct authn_attempt {
    bool allowed;
    bool locked_now; /* this attempt was let through and closed the bucket behind it */
    int64_t locked_until;
};

struct authn_throttle_rule {
    int64_t tries;  /* attempts before the bucket closes */
    int64_t lock_s; /* first lock; doubles with each further lock */
    int64_t lock_max_s;
    int64_t window_s; /* without attempts for this long the bucket is forgotten */
};

struct authn_consent {
    str_t scope;    /* space-separated words that were allowed */
    str_t resource; /* the same for RFC 8707 resources */
    str_t claims;   /* and for claims that were asked for by name */
};

struct authn_store {
    void *self;
    /* NULL where there is none. `email` is the canonical form (authn/email.h). */
    result_t (*subject_by_email)(
        void *self, arena_t *arena, str_t email, const struct oauth_subject **subject_out);
    result_t (*subject_find)(
        void *self, arena_t *arena, str_t user_id, const struct oauth_subject **subject_out);

    /* Adds the session. When `replaces` is present that session, another person's, ends in the same
     * transaction, as by session_end. */
    result_t (*session_add)(void *self, const struct authn_session *session, str_t replaces);
    /* The same person again: everything but id and created_at anew, only if the token is still the
     * one before. One statement. */
    result_t (*session_renew)(void *self, const struct authn_session *session,
        str_t token_digest_before, bool *renewed_out);
    /* NULL if unknown, past its absolute end, idle since before `idle_since`, or of a disabled
     * person. */
    result_t (*session_find)(void *self, arena_t *arena, str_t token_digest, int64_t now,
        int64_t idle_since, const struct authn_session **session_out);
    result_t (*session_find_by_id)(void *self, arena_t *arena, str_t id, int64_t now,
        int64_t idle_since, const struct authn_session **session_out);
    result_t (*session_touch)(void *self, str_t id, int64_t now);
    /* Removes the session, revokes its grants and tells its relying parties, in one transaction. */
    result_t (*session_end)(void *self, str_t id, int64_t now);
    /* The same for all sessions and grants of a person but those of `except` (may be absent). */
    result_t (*sessions_end_of_user)(void *self, str_t user_id, str_t except, int64_t now);
    /* Client ids with a live grant in this session. */
    result_t (*session_clients)(
        void *self, arena_t *arena, str_t id, str_t **client_ids_out, size_t *n_out);

    result_t (*flow_add)(void *self, const struct authn_flow_record *flow);
    /* NULL if unknown or expired. */
    result_t (*flow_find)(void *self, arena_t *arena, str_t id, int64_t now,
        const struct authn_flow_record **flow_out);
    /* Writes state, session_id, consented_scope and consented_claims, only if the state is still
     * `from`. One statement. */
    result_t (*flow_advance)(
        void *self, const struct authn_flow_record *flow, str_t from, bool *advanced_out);

    /* Counts an attempt before it is tried, in a transaction of its own. One statement. */
    result_t (*throttle_attempt)(void *self, str_t bucket, const struct authn_throttle_rule *rule,
        int64_t now, struct authn_attempt *attempt_out);
    /* Uncounts an attempt that was allowed and no failure; `locked_until` is what it came to. */
    result_t (*throttle_take_back)(void *self, str_t bucket, int64_t locked_until);
    result_t (*throttle_clear)(void *self, str_t bucket);

    result_t (*device_known)(void *self, str_t user_id, str_t digest, int64_t now, bool *known_out);
    result_t (*device_remember)(void *self, str_t user_id, str_t digest, int64_t now);
    result_t (*device_list)(
        void *self, arena_t *arena, str_t user_id, str_t **digests_out, size_t *n_out);

    /* NULL if the person has not yet consented to this client. */
    result_t (*consent_find)(void *self, arena_t *arena, str_t user_id, str_t client_id,
        const struct authn_consent **consent_out);
    result_t (*consent_save)(void *self, str_t user_id, str_t client_id,
        const struct authn_consent *consent, int64_t now);
};

/* The outcome of one scheme's check (plugins/include/tessera/scheme.h). */
enum authn_proof { AUTHN_PROVED, AUTHN_REFUSED };

struct authn_schemes {
    void *self;
    /* `user_id` absent: an unknown person; costs the same and is refused. RESULT_BUSY when the
     * bounded set is full. `amr_out` is what the scheme adds to amr. */
    result_t (*verify)(void *self, arena_t *arena, const char *scheme, str_t user_id, str_t input,
        enum authn_proof *proof_out, const char **amr_out);
};

/* Mail to a person, written to the outbox; no gateway is waited for. */
struct authn_notices {
    void *self;
    result_t (*account_locked)(void *self, arena_t *arena, const struct oauth_subject *subject,
        str_t address, int64_t locked_until, int64_t now);
};

#endif
