#include "oauth/refresh_token.h"

#include "base/base64url.h"
#include "crypto/digest.h"

/* "tr1." grant id "." generation "." base64url(HMAC): what is signed is what stands before the last
 * dot. Identifiers and numbers hold no dots. */
static const str_t prefix = STR_INIT("tr1.");

enum { MAC_LEN = 43, TOKEN_MAX = 160 };

static str_t mac(struct oauth_context *ctx, str_t signed_part)
{
    uint8_t digest[DIGEST_SHA256_BYTES];

    digest_hmac_sha256(
        ctx->settings->refresh_secret, sizeof ctx->settings->refresh_secret, signed_part, digest);
    return base64url_encode(ctx->arena, digest, sizeof digest);
}

str_t refresh_token_write(struct oauth_context *ctx, str_t grant_id, int64_t generation)
{
    str_t signed_part =
        arena_printf(ctx->arena, "tr1.%.*s.%lld", STR_ARG(grant_id), (long long)generation);

    return arena_printf(
        ctx->arena, "%.*s.%.*s", STR_ARG(signed_part), STR_ARG(mac(ctx, signed_part)));
}

bool refresh_token_read(struct oauth_context *ctx, str_t text, struct refresh_token *token_out)
{
    if (text.len <= prefix.len + MAC_LEN + 1 || text.len > TOKEN_MAX ||
        !str_starts_with(text, prefix))
        return false;

    str_t signed_part = str_first(text, text.len - MAC_LEN - 1);
    if (!digest_equal(str_from(text, text.len - MAC_LEN), mac(ctx, signed_part)) ||
        text.ptr[signed_part.len] != '.')
        return false;

    str_t rest = str_from(signed_part, prefix.len), number;
    return str_next(&rest, '.', &token_out->grant_id) && str_next(&rest, '.', &number) &&
           !str_present(rest) && str_to_int64(number, &token_out->generation);
}
