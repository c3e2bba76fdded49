#include "authn/context.h"

enum { TOKEN_LEN = 43 }; /* base64url of 32 bytes */

static bool is_base64url(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

bool authn_token_well_formed(str_t token)
{
    if (token.len != TOKEN_LEN)
        return false;
    for (size_t i = 0; i < token.len; i++) {
        if (!is_base64url(token.ptr[i]))
            return false;
    }
    return true;
}

void authn_audit(struct authn_context *ctx, const struct oauth_audit_event *event)
{
    ctx->audit->record(ctx->audit->self, event, ctx->address, ctx->now);
}
