#include "audit/events.h"

#include <string.h>

enum { LOGGED = false, KEPT = true };
enum { USER = AUDIT_USER, CLIENT = AUDIT_CLIENT, SESSION = AUDIT_SESSION, REASON = AUDIT_REASON };

#define EVENT(name, level, where, fields) {name, LOG_LEVEL_##level, where, fields},

const struct audit_event audit_events[] = {
#include "audit/events.def"
    {NULL, LOG_LEVEL_INFO, KEPT, USER | CLIENT | SESSION | REASON},
};

const struct audit_event *audit_event_find(const char *name)
{
    const struct audit_event *event = audit_events;

    while (event->name != NULL && strcmp(event->name, name) != 0)
        event++;
    return event;
}
