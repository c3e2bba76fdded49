#include "account/export.h"

#include "account/person.h"
#include "account/users.h"
#include "base/json_read.h"

#define SCHEME "password"

static result_t write_line(
    struct account_context *ctx, const struct oauth_subject *user, bool with_hash, str_t *line_out)
{
    str_t hash = STR_NONE;

    if (with_hash)
        TRY(ctx->schemes->reveal(ctx->schemes->self, ctx->arena, SCHEME, user->id, &hash));
    json_auto_t *person = account_person_write(user, hash);
    *line_out = json_write(ctx->arena, person);
    return OK;
}

result_t account_export(struct account_context *ctx, str_t after, bool with_hashes,
    str_t **lines_out, size_t *n_out, str_t *next_out)
{
    const struct oauth_subject *users;

    if (!str_present(after))
        account_audit(
            ctx, with_hashes ? "users.exported_with_hashes" : "users.exported", STR_NONE, STR_NONE);
    TRY(account_user_list(ctx, after, 0, &users, n_out, next_out));
    *lines_out = ARENA_ARRAY(ctx->arena, str_t, *n_out);
    for (size_t i = 0; i < *n_out; i++)
        TRY(write_line(ctx, &users[i], with_hashes, &(*lines_out)[i]));
    return OK;
}
