/* Authentication methods (RFC 8176) and what they amount to as an authentication context class
 * (OpenID Connect Core 2 and 3.1.2.1). Pure.
 */
#ifndef TESSERA_AUTHN_ACR_H
#define TESSERA_AUTHN_ACR_H

#include "base/str.h"

/* Weakest first: the order is the comparison. */
enum authn_acr { AUTHN_ACR_NONE, AUTHN_ACR_1FA, AUTHN_ACR_2FA, AUTHN_ACR_PHR };

/* hwk and swk (passkeys) resist phishing; mfa is two kinds; any other method is one. */
enum authn_acr authn_acr_of(str_t amr);

/* "urn:tessera:acr:2fa"; static. NULL for AUTHN_ACR_NONE. */
const char *authn_acr_name(enum authn_acr acr);

/* AUTHN_ACR_NONE for a name that is none of ours. */
enum authn_acr authn_acr_from_name(str_t name);

/* The weakest of ours among the space-separated acr_values: what the client is content with, as
 * each value is acceptable to it. AUTHN_ACR_NONE if it names none of ours. */
enum authn_acr authn_acr_wanted(str_t acr_values);

/* What a token says of a session of class `reached` to a client that asked for `acr_values`: the
 * strongest of them that it amounts to, since the client compares names (OpenID Connect Core
 * 5.5.1.1); the class itself if it amounts to none. */
str_t authn_acr_reported(str_t reached, str_t acr_values);

/* The classes that a sign-in can reach; for discovery. Ends with NULL. */
extern const char *const authn_acrs_reachable[];

#endif
