#include "oauth/subject_identifier.h"

#include "base/base64url.h"
#include "crypto/digest.h"

struct oauth_sector oauth_sector_of(
    const struct oauth_settings *settings, const struct oauth_client *client)
{
    return (struct oauth_sector){client->sector, settings->pairwise_secret};
}

/* Neither hosts nor ids hold a line end, so no two pairs make one text. */
str_t subject_identifier(arena_t *arena, const struct oauth_sector *sector, str_t user_id)
{
    uint8_t digest[DIGEST_SHA256_BYTES];

    if (!str_present(sector->host))
        return user_id;
    str_t pair = arena_printf(arena, "%.*s\n%.*s", STR_ARG(sector->host), STR_ARG(user_id));
    digest_hmac_sha256(sector->secret, OAUTH_SECRET_BYTES, pair, digest);
    return base64url_encode(arena, digest, sizeof digest);
}
