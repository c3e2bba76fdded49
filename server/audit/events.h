/* The acts that are recorded (events.def), and what each line may hold. Immutable; any thread. */
#ifndef TESSERA_AUDIT_EVENTS_H
#define TESSERA_AUDIT_EVENTS_H

#include "base/log.h"

enum audit_field {
    AUDIT_USER = 1,
    AUDIT_CLIENT = 2,
    AUDIT_SESSION = 4,
    AUDIT_REASON = 8,
};

struct audit_event {
    const char *name;
    enum log_level level;
    bool kept;       /* a row too */
    unsigned fields; /* of enum audit_field; others are left out */
};

extern const struct audit_event audit_events[]; /* ends with a name of NULL */

/* The entry of that name; a general one, kept and with all fields, for an act of a loaded scheme,
 * which stands in no list of ours. Never NULL. */
const struct audit_event *audit_event_find(const char *name);

#endif
