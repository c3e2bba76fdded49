#include "account/password_notice.h"

#include "base/json_read.h"

enum { NOTICE_S = 3 * 86400 };

result_t account_password_notice(struct account_context *ctx, const struct oauth_subject *person,
    const struct notify_message **letter_out)
{
    json_auto_t *view = json_object();
    const struct account_letter letter = {.template = "password_changed",
        .to = person->email,
        .locale = person->locale,
        .user_id = person->id,
        .view = view,
        .life_s = NOTICE_S};

    json_put_str(view, "email", person->email);
    json_put_str(view, "given_name", person->given_name);
    json_put_str(view, "address", ctx->address);
    return ctx->post->write(ctx->post->self, ctx->arena, &letter, ctx->now, letter_out);
}
