/* What an authorization request asks of the person, as plain values: the caller fills it from the
 * parsed request each time it has been validated anew.
 */
#ifndef TESSERA_AUTHN_DEMAND_H
#define TESSERA_AUTHN_DEMAND_H

#include "oauth/claims_request.h"
#include "oauth/scope.h"
#include "oauth/subject_identifier.h"

enum { AUTHN_NO_MAX_AGE = -1 };

struct authn_demand {
    str_t client_id;
    str_t scope;    /* space-separated: what the client may be given of what it asked for */
    str_t resource; /* RFC 8707, space-separated; absent or empty: none */
    struct scope_catalogue catalogue; /* which API each scope is of */
    struct claims_wishes claims;      /* asked for by name, beside what the scopes release */
    bool require_consent;             /* the client's setting */
    bool prompt_login;                /* prompt=login, select_account: a sign-in inside this flow */
    bool prompt_consent;
    int64_t max_age_s;             /* AUTHN_NO_MAX_AGE if not given */
    str_t acr_values;              /* voluntary: reached if it can be, no error if it cannot */
    bool acr_essential;            /* claims parameter: an error if it cannot be reached */
    str_array_t expected_subjects; /* who it must be, as the client knows people; n 0: anybody */
    struct oauth_sector sector;    /* and how it does */
};

#endif
