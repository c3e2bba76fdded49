/* What the host of the schemes asks of the outside: where sealed credentials stand, and gateways
 * for messages. Rules as in oauth/ports.h: results live in the given arena, functions may block,
 * any thread may call.
 */
#ifndef TESSERA_PLUGIN_PORTS_H
#define TESSERA_PLUGIN_PORTS_H

#include "base/arena.h"
#include "base/result.h"

/* The table `credentials`: what a scheme keeps for a person, already sealed by the host. */
struct plugin_store {
    void *self;
    /* Absent in *sealed_out if this person has nothing of this scheme. */
    result_t (*credential_load)(
        void *self, arena_t *arena, str_t user_id, const char *scheme, str_t *sealed_out);
    /* Replaces `from` by `to`, only if `from` still stands there byte for byte: a rehash at sign-in
     * must not undo a password change that ran beside it. One statement; ends no sessions. */
    result_t (*credential_swap)(void *self, str_t user_id, const char *scheme, str_t from, str_t to,
        int64_t now, bool *swapped_out);
};

/* Messages on behalf of a scheme, written to the outbox; no gateway is waited for. A function is
 * NULL where the operator configured no such gateway. */
struct plugin_messages {
    void *self;
    result_t (*mail)(void *self, str_t user_id, const char *scheme, str_t code, int64_t now);
    result_t (*sms)(void *self, str_t user_id, const char *scheme, str_t code, int64_t now);
};

#endif
