/* Where a person stands on the way through the hosted pages, and the one table of what follows
 * what.
 */
#ifndef TESSERA_AUTHN_FLOW_STATE_H
#define TESSERA_AUTHN_FLOW_STATE_H

#include "authn/ports.h"

enum authn_flow_state {
    AUTHN_FLOW_IDENTIFY, /* somebody must be signed in */
    AUTHN_FLOW_SWITCH,   /* the same, and a session from before will not do */
    AUTHN_FLOW_FACTOR,   /* a second factor is due */
    AUTHN_FLOW_ACTION,   /* a required action is due (accept new terms, change the password) */
    AUTHN_FLOW_CONSENT,
    AUTHN_FLOW_FINISH, /* all is satisfied; who enters it answers the client */
    AUTHN_FLOW_DONE,
    AUTHN_FLOW_DENIED,
};
enum { AUTHN_FLOW_STATES = AUTHN_FLOW_DENIED + 1 };

enum authn_flow_event {
    AUTHN_FLOW_LACKS_SIGN_IN,
    AUTHN_FLOW_LACKS_FACTOR,
    AUTHN_FLOW_LACKS_ACTION,
    AUTHN_FLOW_LACKS_CONSENT,
    AUTHN_FLOW_LACKS_NOTHING,
    AUTHN_FLOW_WANTS_OTHER, /* "use another account" */
    AUTHN_FLOW_REFUSED,     /* by the person, or because no step can satisfy the request */
    AUTHN_FLOW_ANSWERED,
};
enum { AUTHN_FLOW_EVENTS = AUTHN_FLOW_ANSWERED + 1 };

/* FACTOR and ACTION are the places of schemes and actions to come: authn_judge names neither as
 * long as the password is the only scheme. */

/* Whom a flow is for. */
enum authn_flow_target {
    AUTHN_FLOW_FOR_CLIENT, /* an authorization request */
    AUTHN_FLOW_FOR_US,     /* a page of our own (authn/entry.h) */
};
enum { AUTHN_FLOW_TARGETS = AUTHN_FLOW_FOR_US + 1 };

struct authn_flow {
    struct authn_flow_record record;
    enum authn_flow_state state; /* the record's, parsed */
    enum authn_flow_target target;
};

/* The one transition table. False if the event cannot happen in this state. */
bool authn_flow_next(
    enum authn_flow_state state, enum authn_flow_event event, enum authn_flow_state *next_out);

/* The state's name in the database ("consent"), and back; false for an unknown one. */
const char *authn_flow_state_name(enum authn_flow_state state);
bool authn_flow_state_parse(str_t name, enum authn_flow_state *state_out);

/* The same for targets ("client", "own"). */
const char *authn_flow_target_name(enum authn_flow_target target);
bool authn_flow_target_parse(str_t name, enum authn_flow_target *target_out);

#endif
