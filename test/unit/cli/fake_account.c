#include "unit/cli/fake_account.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct fake_account fake_account;

static const struct oauth_subject ada = {
    .id = STR_INIT("u-1"),
    .email = STR_INIT("ada@example.com"),
    .given_name = STR_INIT("Ada"),
    .family_name = STR_INIT("Byron"),
    .roles = STR_INIT("owner auditor"),
    .enabled = true,
};
static const struct oauth_client_record shop = {
    .client_id = STR_INIT("c-1"),
    .type = STR_INIT("web"),
    .metadata =
        STR_INIT("{\"client_name\":\"Shop\",\"redirect_uris\":[\"https://shop.example/cb\"]}"),
    .enabled = true,
    .created_at = 1700000000,
};

/* A copy that outlives the program's memory. */
static str_t keep(str_t s)
{
    static char texts[16][2048];
    static size_t next;
    if (!str_present(s))
        return s;
    char *text = texts[next++ % 16];
    assert(s.len < sizeof texts[0]);
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    return (str_t){text, s.len};
}

static result_t answer(enum account_refusal *refusal_out)
{
    fake_account.calls++;
    *refusal_out = fake_account.refusal;
    return fake_account.result;
}

/* Page number `after`, each with one item. */
static result_t page(str_t after, size_t *n_out, str_t *next_out, arena_t *arena)
{
    int64_t number = 0;
    fake_account.calls++;
    str_to_int64(after, &number);
    *n_out = fake_account.pages > 0;
    *next_out = (size_t)number + 1 < fake_account.pages
                    ? arena_printf(arena, "%lld", (long long)number + 1)
                    : STR_NONE;
    return fake_account.result;
}

result_t account_user_add(struct account_context *ctx, const struct account_new_user *user,
    const struct oauth_subject **user_out, enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.new_user = *user;
    fake_account.new_user.password = keep(user->password);
    fake_account.new_user.roles = keep(user->roles);
    *user_out = &ada;
    return answer(refusal_out);
}

result_t account_user_find(
    struct account_context *ctx, str_t id_or_email, const struct oauth_subject **user_out)
{
    (void)ctx;
    fake_account.calls++;
    *user_out = str_eq(id_or_email, ada.email) ? &ada : NULL;
    return fake_account.result;
}

result_t account_user_list(struct account_context *ctx, str_t after, size_t limit,
    const struct oauth_subject **users_out, size_t *n_out, str_t *next_out)
{
    (void)limit;
    *users_out = &ada;
    return page(after, n_out, next_out, ctx->arena);
}

result_t account_user_update(struct account_context *ctx, str_t id_or_email,
    const struct account_user_change *change, const struct oauth_subject **user_out,
    enum account_refusal *refusal_out)
{
    static bool enabled, verified;
    (void)ctx;
    fake_account.operand = id_or_email;
    fake_account.change = *change;
    fake_account.change.add_roles = keep(change->add_roles);
    fake_account.change.remove_roles = keep(change->remove_roles);
    if (change->enabled != NULL) {
        enabled = *change->enabled;
        fake_account.change.enabled = &enabled;
    }
    if (change->email_verified != NULL) {
        verified = *change->email_verified;
        fake_account.change.email_verified = &verified;
    }
    *user_out = &ada;
    return answer(refusal_out);
}

result_t account_user_set_password(struct account_context *ctx, str_t id_or_email, str_t password,
    str_t except_session, enum account_refusal *refusal_out)
{
    (void)ctx;
    (void)except_session;
    fake_account.operand = id_or_email;
    fake_account.password = keep(password);
    return answer(refusal_out);
}

result_t account_user_unlock(struct account_context *ctx, str_t id_or_email,
    const struct oauth_subject **user_out, enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.operand = id_or_email;
    *user_out = &ada;
    return answer(refusal_out);
}

result_t account_user_delete(
    struct account_context *ctx, str_t id_or_email, enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.operand = id_or_email;
    return answer(refusal_out);
}

/* A line with "bad" in it is refused, one with "old" skipped. */
result_t account_import(struct account_context *ctx, const struct account_import_options *options,
    const str_t *lines, size_t n, struct account_import_outcome *outcomes_out)
{
    fake_account.calls++;
    fake_account.import = *options;
    fake_account.lines += n;
    for (size_t i = 0; i < n; i++) {
        const char *line = arena_cstr(ctx->arena, lines[i]);

        if (lines[i].len > fake_account.bytes)
            fake_account.bytes = lines[i].len;
        outcomes_out[i] = (struct account_import_outcome){.act = ACCOUNT_IMPORT_ADDED};
        if (strstr(line, "old") != NULL)
            outcomes_out[i].act = ACCOUNT_IMPORT_SKIPPED;
        if (strstr(line, "bad") != NULL)
            outcomes_out[i] = (struct account_import_outcome){.act = ACCOUNT_IMPORT_REFUSED,
                .email = STR("x@example.com"),
                .refusal = fake_account.refusal,
                .detail = STR("colour is no member of a person")};
    }
    return fake_account.result;
}

result_t account_export(struct account_context *ctx, str_t after, bool with_hashes,
    str_t **lines_out, size_t *n_out, str_t *next_out)
{
    static str_t line = STR_INIT("{\"email\":\"ada@example.com\"}");

    fake_account.with_hashes = with_hashes;
    *lines_out = &line;
    return page(after, n_out, next_out, ctx->arena);
}

static void keep_metadata(const json_t *metadata)
{
    free(fake_account.metadata);
    fake_account.metadata = json_dumps(metadata, JSON_COMPACT | JSON_SORT_KEYS);
}

result_t account_client_add(struct account_context *ctx, enum oauth_client_type type,
    const json_t *metadata, struct account_client *client_out, enum account_refusal *refusal_out,
    struct client_metadata_problem *problem_out)
{
    (void)ctx;
    fake_account.type = type;
    keep_metadata(metadata);
    *client_out = (struct account_client){&shop, STR("s3cret")};
    *problem_out = (struct client_metadata_problem){"redirect_uris", "must be https"};
    return answer(refusal_out);
}

result_t account_client_find(
    struct account_context *ctx, str_t client_id, const struct oauth_client_record **client_out)
{
    (void)ctx;
    fake_account.calls++;
    *client_out = str_eq(client_id, shop.client_id) ? &shop : NULL;
    return fake_account.result;
}

result_t account_client_list(struct account_context *ctx, str_t after, size_t limit,
    const struct oauth_client_record **clients_out, size_t *n_out, str_t *next_out)
{
    (void)limit;
    *clients_out = &shop;
    return page(after, n_out, next_out, ctx->arena);
}

result_t account_client_update(struct account_context *ctx, str_t client_id, const json_t *changes,
    const bool *enabled, struct account_client *client_out, enum account_refusal *refusal_out,
    struct client_metadata_problem *problem_out)
{
    static bool kept;
    (void)ctx;
    kept = enabled != NULL && *enabled;
    fake_account.change.enabled = enabled != NULL ? &kept : NULL;
    fake_account.operand = client_id;
    keep_metadata(changes);
    *client_out = (struct account_client){&shop, STR_NONE};
    *problem_out = (struct client_metadata_problem){"redirect_uris", "must be https"};
    return answer(refusal_out);
}

result_t account_client_rotate_secret(struct account_context *ctx, str_t client_id,
    struct account_client *client_out, enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.operand = client_id;
    *client_out = (struct account_client){&shop, STR("n3w")};
    return answer(refusal_out);
}

result_t account_client_delete(
    struct account_context *ctx, str_t client_id, enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.operand = client_id;
    return answer(refusal_out);
}

result_t account_scope_list(
    struct account_context *ctx, const struct oauth_scope_record **scopes_out, size_t *n_out)
{
    static const struct oauth_scope_record scope = {.name = STR_INIT("orders"),
        .audience = STR_INIT("https://api.example"),
        .description = STR_INIT("Your orders")};
    (void)ctx;
    fake_account.calls++;
    *scopes_out = &scope;
    *n_out = 1;
    return fake_account.result;
}

result_t account_scope_add(struct account_context *ctx, const struct oauth_scope_record *scope,
    enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.operand = scope->name;
    return answer(refusal_out);
}

result_t account_scope_delete(
    struct account_context *ctx, str_t name, enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.operand = name;
    return answer(refusal_out);
}

result_t account_resource_list(
    struct account_context *ctx, const struct account_resource **resources_out, size_t *n_out)
{
    static const struct account_resource resource = {
        .audience = STR_INIT("https://api.example"), .token = {.typ = STR_INIT("JWT")}};
    (void)ctx;
    fake_account.calls++;
    *resources_out = &resource;
    *n_out = 1;
    return fake_account.result;
}

result_t account_resource_update(struct account_context *ctx,
    const struct account_resource *changes, struct account_resource *resource_out,
    enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.operand = changes->audience;
    *resource_out = *changes;
    return answer(refusal_out);
}

result_t account_role_list(struct account_context *ctx, str_t **names_out, size_t *n_out)
{
    static str_t names[] = {STR_INIT("auditor"), STR_INIT("owner")};
    (void)ctx;
    fake_account.calls++;
    *names_out = names;
    *n_out = 2;
    return fake_account.result;
}

result_t account_role_add(
    struct account_context *ctx, str_t name, enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.operand = name;
    return answer(refusal_out);
}

result_t account_role_delete(
    struct account_context *ctx, str_t name, enum account_refusal *refusal_out)
{
    (void)ctx;
    fake_account.operand = name;
    return answer(refusal_out);
}

result_t account_setup_link(
    struct account_context *ctx, bool recovery, str_t *url_out, enum account_refusal *refusal_out)
{
    (void)ctx;
    *url_out = recovery ? STR("https://id.example/ui/setup?token=t") : STR("");
    return answer(refusal_out);
}
