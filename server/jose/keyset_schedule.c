#include "jose/keyset_schedule.h"

const char *keyset_state_name(enum keyset_state state)
{
    static const char *const names[] = {
        [KEYSET_PENDING] = "pending",
        [KEYSET_ACTIVE] = "active",
        [KEYSET_RETIRING] = "retiring",
        [KEYSET_RETIRED] = "retired",
    };
    return names[state];
}
