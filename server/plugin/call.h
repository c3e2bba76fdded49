/* One call of a scheme for one person: what the functions of the host work on. Made for one call
 * and one thread; within plugin/ only.
 */
#ifndef TESSERA_PLUGIN_CALL_H
#define TESSERA_PLUGIN_CALL_H

#include "plugin/services.h"

#include <tessera/scheme.h>

enum plugin_act { PLUGIN_VERIFY, PLUGIN_ENROL };

struct tessera_call {
    const struct plugin_services *services;
    const struct tessera_scheme *scheme;
    enum plugin_act act;
    arena_t *arena;   /* of this call, wiped at its end */
    str_t user_id;    /* absent: an unknown person */
    str_t sealed;     /* what stands in the store; absent: nothing, or not loaded yet */
    str_t enrolled;   /* what `save` sealed while enrolling; the caller writes it */
    result_t trouble; /* the exact failure behind TESSERA_BUSY and TESSERA_FAILED */
};

/* The functions that every scheme is given; those for messages are NULL where `messages` has none.
 */
struct tessera_host plugin_call_functions(const struct plugin_messages *messages);

/* What a call came to, as a result: OK for TESSERA_OK and TESSERA_REFUSED. */
MUST_USE result_t plugin_call_result(const struct tessera_call *call, enum tessera_status status);

#endif
