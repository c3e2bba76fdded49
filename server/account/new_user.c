#include "account/new_user.h"

#include "account/password_rules.h"
#include "account/roles.h"
#include "authn/email.h"
#include "base/unicode.h"
#include "oauth/scope.h"

#define SCHEME "password"

enum { NAME_MAX_CHARACTERS = 100 };

bool account_name_valid(str_t name)
{
    return str_trim(name).len > 0 && str_is_clean_utf8(name) &&
           unicode_length(name) <= NAME_MAX_CHARACTERS;
}

result_t account_explain_conflict(struct account_context *ctx, str_t email_canonical, str_t user_id,
    enum account_refusal other, enum account_refusal *refusal_out)
{
    const struct oauth_subject *holder = NULL;

    TRY(ctx->store->user_by_email(ctx->store->self, ctx->arena, email_canonical, &holder));
    *refusal_out = holder != NULL && !str_eq(holder->id, user_id) ? ACCOUNT_EMAIL_TAKEN : other;
    return OK;
}

/* Everything that can be said before the slow hash. */
static result_t judge(struct account_context *ctx, const struct account_new_user *user,
    const struct oauth_subject *person, str_t *canonical_out, enum account_refusal *refusal_out)
{
    bool known = false;

    *refusal_out = ACCOUNT_EMAIL_INVALID;
    if (!authn_email_canonical(ctx->arena, user->email, canonical_out))
        return OK;
    *refusal_out = ACCOUNT_NAME_INVALID;
    if (!account_name_valid(user->given_name) || !account_name_valid(user->family_name))
        return OK;
    TRY(account_roles_known(ctx, user->roles, &known));
    *refusal_out = ACCOUNT_ROLE_UNKNOWN;
    if (!known)
        return OK;
    TRY(account_password_check(ctx, person, user->password, refusal_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    return account_explain_conflict(ctx, *canonical_out, STR_NONE, ACCOUNT_DONE, refusal_out);
}

static struct oauth_subject *person_of(
    struct account_context *ctx, const struct account_new_user *user)
{
    struct oauth_subject *person = ARENA_NEW(ctx->arena, struct oauth_subject);

    *person = (struct oauth_subject){
        .id = account_new_id(ctx),
        .email = arena_str(ctx->arena, str_trim(user->email)),
        .email_verified = user->email_verified,
        .given_name = arena_str(ctx->arena, str_trim(user->given_name)),
        .family_name = arena_str(ctx->arena, str_trim(user->family_name)),
        .roles = scope_union(ctx->arena, user->roles, STR("")),
        .groups = STR(""),
        .enabled = true,
        .created_at = ctx->now,
        .updated_at = ctx->now,
    };
    return person;
}

result_t account_new_user_add(struct account_context *ctx, const struct account_new_user *user,
    str_t setup_digest, const struct oauth_subject **user_out, enum account_refusal *refusal_out)
{
    struct oauth_subject *person = person_of(ctx, user);
    str_t canonical = STR_NONE;
    str_t credential = STR_NONE;

    TRY(judge(ctx, user, person, &canonical, refusal_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    TRY(ctx->schemes->enrol(
        ctx->schemes->self, ctx->arena, SCHEME, person->id, user->password, &credential));
    result_t added =
        ctx->store->user_add(ctx->store->self, person, canonical, SCHEME, credential, setup_digest);
    if (added.code == RESULT_CONFLICT)
        return account_explain_conflict(ctx, canonical, person->id,
            str_present(setup_digest) ? ACCOUNT_SETUP_LINK_INVALID : ACCOUNT_ROLE_UNKNOWN,
            refusal_out);
    TRY(added);
    *user_out = person;
    return OK;
}
