/* MACs over compact JWS: HS256 (RFC 7518, section 3.2). Pure; any thread. */
#ifndef TESSERA_JOSE_MAC_H
#define TESSERA_JOSE_MAC_H

#include "jose/gate.h"

enum { MAC_SECRET_BYTES_MIN = 32 };

/* In time that says nothing of how much of the MAC is right. False for a secret that is shorter
 * than the hash. */
bool mac_verify(const struct jose_mac_token *token, str_t secret);

#endif
