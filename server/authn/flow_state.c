#include "authn/flow_state.h"

enum { IMPOSSIBLE = -1 }; /* in the table */

static const char *const state_names[AUTHN_FLOW_STATES] = {
    [AUTHN_FLOW_IDENTIFY] = "identify",
    [AUTHN_FLOW_SWITCH] = "switch",
    [AUTHN_FLOW_FACTOR] = "factor",
    [AUTHN_FLOW_ACTION] = "action",
    [AUTHN_FLOW_CONSENT] = "consent",
    [AUTHN_FLOW_FINISH] = "finish",
    [AUTHN_FLOW_DONE] = "done",
    [AUTHN_FLOW_DENIED] = "denied",
};

static const char *const target_names[AUTHN_FLOW_TARGETS] = {
    [AUTHN_FLOW_FOR_CLIENT] = "client",
    [AUTHN_FLOW_FOR_US] = "own",
};

#define LIVE(when_nobody)                                                                          \
    {                                                                                              \
        [AUTHN_FLOW_LACKS_SIGN_IN] = (when_nobody), [AUTHN_FLOW_LACKS_FACTOR] = AUTHN_FLOW_FACTOR, \
        [AUTHN_FLOW_LACKS_ACTION] = AUTHN_FLOW_ACTION,                                             \
        [AUTHN_FLOW_LACKS_CONSENT] = AUTHN_FLOW_CONSENT,                                           \
        [AUTHN_FLOW_LACKS_NOTHING] = AUTHN_FLOW_FINISH,                                            \
        [AUTHN_FLOW_WANTS_OTHER] = AUTHN_FLOW_SWITCH, [AUTHN_FLOW_REFUSED] = AUTHN_FLOW_DENIED,    \
        [AUTHN_FLOW_ANSWERED] = IMPOSSIBLE                                                         \
    }
#define OVER(when_answered)                                                                        \
    {                                                                                              \
        [AUTHN_FLOW_LACKS_SIGN_IN] = IMPOSSIBLE, [AUTHN_FLOW_LACKS_FACTOR] = IMPOSSIBLE,           \
        [AUTHN_FLOW_LACKS_ACTION] = IMPOSSIBLE, [AUTHN_FLOW_LACKS_CONSENT] = IMPOSSIBLE,           \
        [AUTHN_FLOW_LACKS_NOTHING] = IMPOSSIBLE, [AUTHN_FLOW_WANTS_OTHER] = IMPOSSIBLE,            \
        [AUTHN_FLOW_REFUSED] = IMPOSSIBLE, [AUTHN_FLOW_ANSWERED] = (when_answered)                 \
    }

/* While a flow lives, what is lacking decides: a session that ended meanwhile leads back. Once it
 * is over nothing leads back. Who wants another account stays in SWITCH until signed in. */
static const int next_state[AUTHN_FLOW_STATES][AUTHN_FLOW_EVENTS] = {
    [AUTHN_FLOW_IDENTIFY] = LIVE(AUTHN_FLOW_IDENTIFY),
    [AUTHN_FLOW_SWITCH] = LIVE(AUTHN_FLOW_SWITCH),
    [AUTHN_FLOW_FACTOR] = LIVE(AUTHN_FLOW_IDENTIFY),
    [AUTHN_FLOW_ACTION] = LIVE(AUTHN_FLOW_IDENTIFY),
    [AUTHN_FLOW_CONSENT] = LIVE(AUTHN_FLOW_IDENTIFY),
    [AUTHN_FLOW_FINISH] = OVER(AUTHN_FLOW_DONE),
    [AUTHN_FLOW_DONE] = OVER(IMPOSSIBLE),
    [AUTHN_FLOW_DENIED] = OVER(IMPOSSIBLE),
};

bool authn_flow_next(
    enum authn_flow_state state, enum authn_flow_event event, enum authn_flow_state *next_out)
{
    int next = next_state[state][event];

    if (next == IMPOSSIBLE)
        return false;
    *next_out = (enum authn_flow_state)next;
    return true;
}

const char *authn_flow_state_name(enum authn_flow_state state)
{
    return state_names[state];
}

/* -1: none of them. */
static int find(const char *const *names, int n, str_t name)
{
    for (int i = 0; i < n; i++)
        if (str_eq(name, str_from_cstr(names[i])))
            return i;
    return -1;
}

bool authn_flow_state_parse(str_t name, enum authn_flow_state *state_out)
{
    int found = find(state_names, AUTHN_FLOW_STATES, name);

    *state_out = found >= 0 ? (enum authn_flow_state)found : AUTHN_FLOW_IDENTIFY;
    return found >= 0;
}

const char *authn_flow_target_name(enum authn_flow_target target)
{
    return target_names[target];
}

bool authn_flow_target_parse(str_t name, enum authn_flow_target *target_out)
{
    int found = find(target_names, AUTHN_FLOW_TARGETS, name);

    *target_out = found >= 0 ? (enum authn_flow_target)found : AUTHN_FLOW_FOR_CLIENT;
    return found >= 0;
}
