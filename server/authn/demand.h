/* What an authorization request asks of the person, as plain values: the caller fills it from the
 * parsed request each time it has been validated anew.
 */
#ifndef TESSERA_AUTHN_DEMAND_H
#define TESSERA_AUTHN_DEMAND_H

#include "base/str.h"

enum { AUTHN_NO_MAX_AGE = -1 };

struct authn_demand {
    str_t client_id;
    str_t scope;          /* space-separated: what the client may be given of what it asked for */
    str_t resource;       /* RFC 8707, space-separated; absent or empty: none */
    bool require_consent; /* the client's setting */
    bool prompt_login;    /* prompt=login, select_account: a sign-in inside this flow */
    bool prompt_consent;
    int64_t max_age_s;      /* AUTHN_NO_MAX_AGE if not given */
    str_t acr_values;       /* voluntary: reached if it can be, no error if it cannot */
    bool acr_essential;     /* claims parameter: an error if it cannot be reached */
    str_t expected_user_id; /* the subject of id_token_hint; absent: anybody */
};

#endif
