#include "jose/mac.h"

#include "crypto/digest.h"

bool mac_verify(const struct jose_mac_token *token, str_t secret)
{
    uint8_t mac[DIGEST_SHA256_BYTES];
    if (secret.len < MAC_SECRET_BYTES_MIN)
        return false;
    digest_hmac_sha256(secret.ptr, secret.len, token->signing_input, mac);
    return digest_equal(token->mac, (str_t){(const char *)mac, sizeof mac});
}
