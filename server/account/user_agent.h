/* A browser in a person's words, from its User-Agent (RFC 9110, section 10.1.5): "Firefox" on
 * "Linux". For lists only: a browser may say what it likes. Pure; any thread.
 */
#ifndef TESSERA_ACCOUNT_USER_AGENT_H
#define TESSERA_ACCOUNT_USER_AGENT_H

#include "base/str.h"

struct account_user_agent {
    const char *browser; /* static; NULL: not known */
    const char *system;  /* the same */
};

struct account_user_agent account_user_agent_read(str_t user_agent);

#endif
