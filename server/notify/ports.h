/* Where messages stand on their way (table `outbox_messages`). Rules as in oauth/ports.h. */
#ifndef TESSERA_NOTIFY_PORTS_H
#define TESSERA_NOTIFY_PORTS_H

#include "base/arena.h"
#include "base/result.h"

/* What a message is decides who delivers it. */
#define NOTIFY_MAIL "mail"
#define NOTIFY_SMS "sms"
#define NOTIFY_LOGOUT "logout"

/* pending -> delivered | dead; dead -> pending by an operator alone. */
#define NOTIFY_PENDING "pending"
#define NOTIFY_DELIVERED "delivered"
#define NOTIFY_DEAD "dead"

struct notify_message {
    int64_t id;       /* given by the store, growing */
    str_t message_id; /* by which the other side knows a repeat; unique */
    str_t kind;       /* mail, sms or logout */
    str_t recipient;  /* an address, a number, or a client's id */
    str_t template;
    str_t lang;
    str_t user_id;    /* whom it is about; absent: nobody */
    str_t session_id; /* logout: the session that ended; absent: all of the person's */
    str_t sealed;     /* its text (notify/content.h); absent once it is of no more use */
    int64_t created_at;
    int64_t expires_at; /* after this it is of no use to anybody */
    /* Its way so far; an added message begins it. */
    str_t state;
    int64_t tries; /* begun ones */
    int64_t next_try_at;
    str_t claimed_by;      /* absent: nobody is delivering it */
    int64_t claimed_until; /* the claim of a node that died ends here */
    str_t last_error;      /* absent: none yet */
    int64_t settled_at;    /* delivered or dead since; 0: neither */
};

/* What is absent, false or 0 leaves all in. */
struct notify_filter {
    bool to_people; /* mail and SMS only */
    str_t kind;
    str_t recipient;
    str_t state;
    int64_t after; /* ids above it */
    size_t limit;
};

struct notify_claim {
    str_t kind;
    str_t by; /* of this claim alone */
    int64_t now;
    int64_t until;
};

/* What came of a claim. */
struct notify_settlement {
    int64_t id;
    str_t claimed_by;
    str_t state;         /* pending: it is tried again */
    int64_t next_try_at; /* of a pending one */
    str_t error;         /* absent: none */
    bool keep_text;      /* false wipes it: mail and codes do not lie around */
    int64_t now;
};

/* How many of a kind are in a state. */
struct notify_backlog {
    str_t kind;
    str_t state; /* pending or dead */
    int64_t n;
    int64_t oldest_at; /* when the oldest of them was written */
};

struct notify_store {
    void *self;
    /* What has not arrived. */
    result_t (*backlog)(
        void *self, arena_t *arena, const struct notify_backlog **backlog_out, size_t *n_out);
    result_t (*add)(void *self, const struct notify_message *message);
    /* The oldest `limit` that pass, in the order of ids. */
    result_t (*list)(void *self, arena_t *arena, const struct notify_filter *filter,
        const struct notify_message **messages_out, size_t *n_out);
    /* NULL where there is none. */
    result_t (*find)(
        void *self, arena_t *arena, int64_t id, const struct notify_message **message_out);
    /* Removes mail and SMS. */
    result_t (*clear)(void *self);

    /* One due message of that kind that nobody else holds, claimed by one conditional statement,
     * its tries counted; NULL if there is none. */
    result_t (*claim)(void *self, arena_t *arena, const struct notify_claim *claim,
        const struct notify_message **message_out);
    /* Only if the claim still stands: whoever lost it changes nothing. One statement. */
    result_t (*settle)(void *self, const struct notify_settlement *settlement, bool *settled_out);

    /* Makes one that is dead, or that waits, due at once, as if it had not been tried. False: it is
     * unknown, delivered, on its way, expired, or its text is gone. One statement. */
    result_t (*retry)(void *self, int64_t id, int64_t now, bool *retried_out);
    result_t (*drop)(void *self, int64_t id, bool *found_out);
};

#endif
