/* What the account use cases (setup, administration of users by verbs) ask of the outside. Rules as
 * in oauth/ports.h.
 */
#ifndef TESSERA_ACCOUNT_PORTS_H
#define TESSERA_ACCOUNT_PORTS_H

#include "authn/ports.h"
#include "base/arena.h"
#include "base/result.h"
#include "oauth/ports.h"

/* Words of a list view, one page of it. */
struct account_page {
    str_t after; /* the last id of the page before; absent: from the start */
    size_t limit;
};

/* Where a list goes on that shows the newest first: behind the entry of that time and id. */
struct account_place {
    int64_t at;
    str_t id;
};

/* An act in the audit log, and its place there: by time, then by id. */
struct account_event_place {
    int64_t at;
    int64_t id;
};
struct account_event {
    struct account_event_place place;
    str_t name;
    bool success;
    str_t address;   /* absent: none */
    str_t client_id; /* absent: none */
};

/* An application that may act for a person. */
struct account_connection {
    str_t client_id;
    str_t scope; /* words, some more than once: of the consent, and of grants that live */
    int64_t since;
    int64_t last_used_at; /* when it last got tokens that live; 0: it holds none */
};

/* What people change of their own account without a proof. */
struct account_profile {
    str_t given_name;
    str_t family_name;
    str_t locale;   /* absent: none */
    str_t zoneinfo; /* absent: none */
};

/* An API: the audience of some scopes, and how it wants its tokens. */
struct account_resource {
    str_t audience;
    struct oauth_token_wishes token;
};

/* What a link or a code proves (account/proof.h), as it is kept: secrets stand here as digests. */
struct account_proof {
    str_t id;
    str_t purpose;
    str_t user_id; /* absent: of nobody who has an account */
    str_t target;  /* the canonical address or number that is proven */
    str_t series;
    str_t payload;     /* the purpose's own; absent: none */
    str_t link_digest; /* absent: it has no link */
    str_t code_digest; /* absent: it has no code */
    int64_t tries_left;
    unsigned ends_with; /* of enum account_proof_end */
    int64_t created_at;
    int64_t expires_at;
};

/* What makes proofs of a person void, besides a newer one: bits. */
enum account_proof_end {
    ACCOUNT_PROOF_ENDS_WITH_ADDRESS = 1 << 0, /* another e-mail address */
    ACCOUNT_PROOF_ENDS_WITH_SIGN_IN = 1 << 1,
};

struct notify_message; /* notify/ports.h: written by the post, kept by the store, opened by neither
                        */

struct account_new_proof {
    struct account_proof proof;
    const struct notify_message *letter; /* that carries it; NULL: nobody is written to */
};

/* A new password by proof of the address. */
struct account_credential_reset {
    const struct account_proof *proof; /* is spent */
    const char *scheme;
    str_t credential;
    const struct notify_message *notice; /* to the person */
};

/* A person whom another program knew, as they are to stand here. */
struct account_import_row {
    const struct oauth_subject *user;
    str_t email_canonical;
    str_t credential; /* sealed; absent: the one that is there, or none, stays */
    bool replaces;    /* a person with this id is there, and is changed */
};

struct account_store {
    void *self;
    /* In place of the one before of its purpose and series, in one statement, and its letter in the
     * same transaction. */
    result_t (*proof_add)(void *self, const struct account_new_proof *proof);
    /* Neither used nor expired; NULL where there is none. */
    result_t (*proof_find)(void *self, arena_t *arena, str_t purpose, str_t id, int64_t now,
        const struct account_proof **proof_out);
    result_t (*proof_find_by_link)(void *self, arena_t *arena, str_t purpose, str_t link_digest,
        int64_t now, const struct account_proof **proof_out);
    /* The same, and has tries left, of which one is taken: tries_left is what remains. One
     * statement. */
    result_t (*proof_try)(void *self, arena_t *arena, str_t purpose, str_t id, int64_t now,
        const struct account_proof **proof_out);

    /* NULL where there is none. */
    result_t (*user_find)(
        void *self, arena_t *arena, str_t user_id, const struct oauth_subject **user_out);
    result_t (*user_by_email)(
        void *self, arena_t *arena, str_t email_canonical, const struct oauth_subject **user_out);
    result_t (*user_list)(void *self, arena_t *arena, const struct account_page *page,
        const struct oauth_subject **users_out, size_t *n_out);
    result_t (*user_any)(void *self, bool *any_out);
    /* The person, the roles and groups in it, and the sealed credential of `scheme`, in one
     * transaction; RESULT_CONFLICT if the canonical address is taken or a role unknown. When
     * `setup_digest` is present it is spent in the same transaction, and nothing is added
     * (RESULT_CONFLICT) if that link is used, expired or unknown. */
    result_t (*user_add)(void *self, const struct oauth_subject *user, str_t email_canonical,
        const char *scheme, str_t credential, str_t setup_digest);
    /* Spends the proof of the address; the others of `verify_email` for it are void. Adds the
     * person, or, where that id waits unverified under this address, gives them these names and
     * this credential, and ends all sessions and grants. RESULT_CONFLICT, and nothing is changed:
     * the proof is over, or the address has another owner by now. */
    result_t (*user_register)(void *self, const struct oauth_subject *user, str_t email_canonical,
        const char *scheme, str_t credential, str_t proof_id);
    /* Writes everything but id and created_at; roles and groups replaced; disabling ends sessions
     * and grants in the same transaction. The last enabled owner stays: *last_owner_out is true and
     * nothing is written. */
    result_t (*user_update)(void *self, const struct oauth_subject *user, str_t email_canonical,
        int64_t now, bool *last_owner_out);
    result_t (*user_delete)(void *self, str_t user_id, int64_t now, bool *last_owner_out);
    /* All of the rows or none: RESULT_CONFLICT if an id or canonical address is taken, a role is
     * unknown, somebody to replace is not there, or no enabled owner would be left. A credential
     * that replaces another ends sessions and grants like credential_replace. */
    result_t (*user_import)(void *self, const struct account_import_row *rows, size_t n,
        const char *scheme, int64_t now);
    /* Writes that alone: an address or a number that is proven meanwhile stays. */
    result_t (*profile_save)(
        void *self, str_t user_id, const struct account_profile *profile, int64_t now);

    /* A person's living sessions behind `place` (NULL: from the newest), by when they began; at
     * most `limit`. Idle since before `idle_since` is over. */
    result_t (*session_list)(void *self, arena_t *arena, str_t user_id, int64_t now,
        int64_t idle_since, const struct account_place *place, size_t limit,
        const struct authn_session **sessions_out, size_t *n_out);
    /* As authn_store's session_end, if it is this person's. */
    result_t (*session_end_own)(void *self, str_t user_id, str_t id, int64_t now, bool *ended_out);

    /* Those with a consent or a living grant of this person, in the order of client ids. */
    result_t (*connection_list)(void *self, arena_t *arena, str_t user_id, int64_t now,
        const struct account_page *page, const struct account_connection **connections_out,
        size_t *n_out);
    /* Removes the consent, revokes the grants and tells the relying party, in one transaction. */
    result_t (*connection_end)(
        void *self, str_t user_id, str_t client_id, int64_t now, bool *ended_out);

    /* The acts of these names about a person behind `behind` (NULL: from the newest), at most
     * `limit`. */
    result_t (*event_list)(void *self, arena_t *arena, str_t user_id, str_array_t names,
        const struct account_event_place *behind, size_t limit,
        const struct account_event **events_out, size_t *n_out);

    /* Replaces the credential and ends all sessions and grants but `except_session`; wherever one
     * ends its relying parties are told in the same transaction, which keeps `letter`, too (NULL:
     * nobody is told). */
    result_t (*credential_replace)(void *self, str_t user_id, const char *scheme, str_t credential,
        str_t except_session, const struct notify_message *letter, int64_t now);

    /* The same after the proof of the address, which is verified by it. RESULT_CONFLICT, and
     * nothing is written, if the proof is over, the person is disabled or has another address
     * since. */
    result_t (*credential_reset)(
        void *self, const struct account_credential_reset *reset, int64_t now);

    result_t (*setup_link_add)(void *self, str_t digest, int64_t now, int64_t expires_at);
    result_t (*setup_link_valid)(void *self, str_t digest, int64_t now, bool *valid_out);

    result_t (*role_list)(void *self, arena_t *arena, str_t **names_out, size_t *n_out);
    result_t (*role_add)(void *self, str_t name); /* RESULT_CONFLICT */
    result_t (*role_delete)(void *self, str_t name, bool *built_in_out, bool *found_out);

    result_t (*client_add)(void *self, const struct oauth_client_record *client);
    result_t (*client_find)(
        void *self, arena_t *arena, str_t client_id, const struct oauth_client_record **client_out);
    result_t (*client_list)(void *self, arena_t *arena, const struct account_page *page,
        const struct oauth_client_record **clients_out, size_t *n_out);
    /* Writes metadata, secret_digest and enabled; disabling revokes the client's grants. */
    result_t (*client_update)(
        void *self, const struct oauth_client_record *client, bool *found_out);
    result_t (*client_delete)(void *self, str_t client_id, bool *found_out);

    result_t (*scope_list)(
        void *self, arena_t *arena, const struct oauth_scope_record **scopes_out, size_t *n_out);
    result_t (*scope_add)(void *self, const struct oauth_scope_record *scope);
    result_t (*scope_delete)(void *self, str_t name, bool *found_out);
    /* Not found: no scope has this audience. What is set goes with its last scope. */
    result_t (*resource_save)(void *self, const struct account_resource *resource, bool *found_out);
};

/* A letter to a person, to be written in their language (notify/letters.h names them). */
struct account_letter {
    const char *template;
    str_t to; /* an address, or for an SMS a number in E.164 (authn/phone.h) */
    str_t locale;
    str_t user_id;  /* absent: it is about nobody who has an account */
    json_t *view;   /* its values; borrowed, and completed with issuer, at, link and code */
    str_t link;     /* absent: none */
    str_t code;     /* absent: none */
    str_t asked_by; /* SMS: the network address that asked, for counting; absent: not known */
    int64_t life_s;
};

/* Where letters are written. */
struct account_post {
    void *self;
    /* Writes a letter down for a function of the store, which keeps it in the transaction of what
     * it tells of. RESULT_BUSY: a limit of SMS is reached. The message lives in the arena. */
    result_t (*write)(void *self, arena_t *arena, const struct account_letter *letter, int64_t now,
        const struct notify_message **message_out);
    /* It is kept: whoever delivers looks now. Does not block. */
    void (*kept)(void *self, const struct notify_message *message);
};

/* Judges the public keys that a client registers. Any thread; does not block. */
struct account_key_judge {
    void *self;
    /* NULL if each key of the JWK Set can be used, else why not: static, a sentence without its
     * subject. */
    const char *(*judge)(void *self, arena_t *arena, const json_t *jwks);
    /* Whether one of them is there to encrypt to by `alg`. */
    bool (*encrypts)(void *self, arena_t *arena, const json_t *jwks, str_t alg);
};

/* Passwords that are known to be breached or common. */
struct account_password_list {
    void *self;
    /* `password` in NFKC. A list that cannot be read fails: no password is taken unjudged. */
    result_t (*holds)(void *self, str_t password, bool *holds_out);
};

/* Makes what is kept of a new password (hashed and sealed by its scheme). */
struct account_schemes {
    void *self;
    result_t (*enrol)(void *self, arena_t *arena, const char *scheme, str_t user_id, str_t input,
        str_t *credential_out);
    /* Seals `kept` as if the scheme had made it: another program did, and the caller has judged it.
     * Does not block. */
    result_t (*adopt)(void *self, arena_t *arena, const char *scheme, str_t user_id, str_t kept,
        str_t *credential_out);
    /* What a scheme keeps for this person, opened; absent if it keeps nothing. */
    result_t (*reveal)(
        void *self, arena_t *arena, const char *scheme, str_t user_id, str_t *kept_out);
};

/* Judges password hashes that other programs made. Any thread; does not block. */
struct account_hash_judge {
    void *self;
    /* NULL if it can be checked at a cost that a sign-in may have, else why not: static, the end of
     * a sentence. */
    const char *(*problem)(void *self, arena_t *arena, str_t hash);
};

#endif
