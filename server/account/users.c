#include "account/users.h"

#include "account/password_rules.h"
#include "account/roles.h"
#include "authn/email.h"
#include "authn/throttle.h"
#include "oauth/scope.h"

result_t account_user_add(struct account_context *ctx, const struct account_new_user *user,
    const struct oauth_subject **user_out, enum account_refusal *refusal_out)
{
    *user_out = NULL;
    TRY(account_new_user_add(ctx, user, STR_NONE, user_out, refusal_out));
    if (*refusal_out == ACCOUNT_DONE)
        account_audit(ctx, "user.added", (*user_out)->id, STR_NONE);
    return OK;
}

result_t account_user_find(
    struct account_context *ctx, str_t id_or_email, const struct oauth_subject **user_out)
{
    const struct account_store *store = ctx->store;
    str_t canonical;

    *user_out = NULL;
    /* An id has no '@', in whatever form of it. */
    if (authn_email_canonical(ctx->arena, id_or_email, &canonical))
        return store->user_by_email(store->self, ctx->arena, canonical, user_out);
    return store->user_find(store->self, ctx->arena, id_or_email, user_out);
}

result_t account_user_list(struct account_context *ctx, str_t after, size_t limit,
    const struct oauth_subject **users_out, size_t *n_out, str_t *next_out)
{
    size_t wanted = limit == 0 || limit > ACCOUNT_PAGE_MAX ? ACCOUNT_PAGE_MAX : limit;
    const struct account_page page = {.after = after, .limit = wanted + 1};

    *next_out = STR_NONE;
    TRY(ctx->store->user_list(ctx->store->self, ctx->arena, &page, users_out, n_out));
    if (*n_out > wanted) {
        *n_out = wanted;
        *next_out = (*users_out)[wanted - 1].id;
    }
    return OK;
}

static enum account_refusal change_names(struct account_context *ctx,
    const struct account_user_change *change, struct oauth_subject *user)
{
    if (str_present(change->given_name) && !account_name_valid(change->given_name))
        return ACCOUNT_NAME_INVALID;
    if (str_present(change->family_name) && !account_name_valid(change->family_name))
        return ACCOUNT_NAME_INVALID;
    if (str_present(change->given_name))
        user->given_name = arena_str(ctx->arena, str_trim(change->given_name));
    if (str_present(change->family_name))
        user->family_name = arena_str(ctx->arena, str_trim(change->family_name));
    return ACCOUNT_DONE;
}

/* *canonical_out is that of the new address, or of the old one if there is no new one. Another
 * spelling of the same address stays verified. */
static enum account_refusal change_email(struct account_context *ctx,
    const struct account_user_change *change, struct oauth_subject *user, str_t *canonical_out)
{
    str_t before;

    if (!authn_email_canonical(ctx->arena, user->email, &before))
        before = user->email;
    *canonical_out = before;
    if (str_present(change->email)) {
        if (!authn_email_canonical(ctx->arena, change->email, canonical_out))
            return ACCOUNT_EMAIL_INVALID;
        user->email = arena_str(ctx->arena, str_trim(change->email));
        user->email_verified = user->email_verified && str_eq(before, *canonical_out);
    }
    if (change->email_verified != NULL)
        user->email_verified = *change->email_verified;
    return ACCOUNT_DONE;
}

static result_t change_roles(struct account_context *ctx, const struct account_user_change *change,
    struct oauth_subject *user, enum account_refusal *refusal_out)
{
    bool known = false;
    str_t named = scope_union(ctx->arena, change->add_roles, change->remove_roles);

    TRY(account_roles_known(ctx, named, &known));
    *refusal_out = known ? ACCOUNT_DONE : ACCOUNT_ROLE_UNKNOWN;
    user->roles = scope_without(
        ctx->arena, scope_union(ctx->arena, user->roles, change->add_roles), change->remove_roles);
    return OK;
}

static result_t apply(struct account_context *ctx, const struct account_user_change *change,
    struct oauth_subject *user, str_t *canonical_out, enum account_refusal *refusal_out)
{
    *refusal_out = change_names(ctx, change, user);
    if (*refusal_out == ACCOUNT_DONE)
        *refusal_out = change_email(ctx, change, user, canonical_out);
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    if (change->enabled != NULL)
        user->enabled = *change->enabled;
    user->updated_at = ctx->now;
    return change_roles(ctx, change, user, refusal_out);
}

static const char *event_of(const struct account_user_change *change)
{
    if (change->enabled == NULL)
        return "user.updated";
    return *change->enabled ? "user.enabled" : "user.disabled";
}

static result_t write(struct account_context *ctx, const struct oauth_subject *user,
    str_t canonical, enum account_refusal *refusal_out)
{
    bool last_owner = false;
    result_t written =
        ctx->store->user_update(ctx->store->self, user, canonical, ctx->now, &last_owner);

    if (written.code == RESULT_CONFLICT)
        return account_explain_conflict(
            ctx, canonical, user->id, ACCOUNT_ROLE_UNKNOWN, refusal_out);
    *refusal_out = last_owner ? ACCOUNT_LAST_OWNER : ACCOUNT_DONE;
    return written;
}

result_t account_user_update(struct account_context *ctx, str_t id_or_email,
    const struct account_user_change *change, const struct oauth_subject **user_out,
    enum account_refusal *refusal_out)
{
    const struct oauth_subject *found = NULL;
    struct oauth_subject *user = ARENA_NEW(ctx->arena, struct oauth_subject);
    str_t canonical = STR_NONE;

    *user_out = NULL;
    *refusal_out = ACCOUNT_USER_UNKNOWN;
    TRY(account_user_find(ctx, id_or_email, &found));
    if (found == NULL)
        return OK;
    *user = *found;
    TRY(apply(ctx, change, user, &canonical, refusal_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    TRY(write(ctx, user, canonical, refusal_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    *user_out = user;
    account_audit(ctx, event_of(change), user->id, STR_NONE);
    return OK;
}

result_t account_user_set_password(struct account_context *ctx, str_t id_or_email, str_t password,
    str_t except_session, enum account_refusal *refusal_out)
{
    const struct oauth_subject *user = NULL;
    str_t credential = STR_NONE;

    *refusal_out = ACCOUNT_USER_UNKNOWN;
    TRY(account_user_find(ctx, id_or_email, &user));
    if (user == NULL)
        return OK;
    TRY(account_password_check(ctx, user, password, refusal_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    TRY(ctx->schemes->enrol(
        ctx->schemes->self, ctx->arena, "password", user->id, password, &credential));
    TRY(ctx->store->credential_replace(
        ctx->store->self, user->id, "password", credential, except_session, NULL, ctx->now));
    account_audit(ctx, "password.changed", user->id, STR_NONE);
    return OK;
}

result_t account_user_unlock(struct account_context *ctx, str_t id_or_email,
    const struct oauth_subject **user_out, enum account_refusal *refusal_out)
{
    str_t canonical;

    *refusal_out = ACCOUNT_USER_UNKNOWN;
    TRY(account_user_find(ctx, id_or_email, user_out));
    if (*user_out == NULL)
        return OK;
    if (!authn_email_canonical(ctx->arena, (*user_out)->email, &canonical))
        canonical = (*user_out)->email;
    TRY(authn_throttle_unlock(ctx->throttles, ctx->arena, canonical, (*user_out)->id));
    *refusal_out = ACCOUNT_DONE;
    account_audit(ctx, "account.unlocked", (*user_out)->id, STR_NONE);
    return OK;
}

result_t account_user_delete(
    struct account_context *ctx, str_t id_or_email, enum account_refusal *refusal_out)
{
    const struct oauth_subject *user = NULL;
    bool last_owner = false;

    *refusal_out = ACCOUNT_USER_UNKNOWN;
    TRY(account_user_find(ctx, id_or_email, &user));
    if (user == NULL)
        return OK;
    TRY(ctx->store->user_delete(ctx->store->self, user->id, ctx->now, &last_owner));
    *refusal_out = last_owner ? ACCOUNT_LAST_OWNER : ACCOUNT_DONE;
    if (!last_owner)
        account_audit(ctx, "user.deleted", user->id, STR_NONE);
    return OK;
}
