/* What the token endpoint answers (RFC 6749, section 5.1). */
#ifndef TESSERA_OAUTH_TOKEN_RESPONSE_H
#define TESSERA_OAUTH_TOKEN_RESPONSE_H

#include "base/str.h"

struct oauth_token_response {
    str_t access_token;
    int64_t expires_in_s;
    str_t scope;         /* as the token carries it; empty for none */
    str_t refresh_token; /* absent if none was issued */
    str_t id_token;      /* absent without the scope openid */
};

#endif
