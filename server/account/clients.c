#include "account/clients.h"

#include "account/sector_identifier.h"
#include "base/json_read.h"
#include "crypto/digest.h"
#include "oauth/scope.h"

enum { SECRET_BYTES = 32 };

result_t account_client_find(
    struct account_context *ctx, str_t client_id, const struct oauth_client_record **client_out)
{
    return ctx->store->client_find(ctx->store->self, ctx->arena, client_id, client_out);
}

result_t account_client_list(struct account_context *ctx, str_t after, size_t limit,
    const struct oauth_client_record **clients_out, size_t *n_out, str_t *next_out)
{
    size_t wanted = limit == 0 || limit > ACCOUNT_PAGE_MAX ? ACCOUNT_PAGE_MAX : limit;
    const struct account_page page = {.after = after, .limit = wanted + 1};

    *next_out = STR_NONE;
    TRY(ctx->store->client_list(ctx->store->self, ctx->arena, &page, clients_out, n_out));
    if (*n_out > wanted) {
        *n_out = wanted;
        *next_out = (*clients_out)[wanted - 1].client_id;
    }
    return OK;
}

static result_t scopes_known(struct account_context *ctx, str_t scope, bool *known_out)
{
    struct scope_catalogue catalogue = {0};
    str_t word;

    *known_out = true;
    TRY(ctx->store->scope_list(ctx->store->self, ctx->arena, &catalogue.scopes, &catalogue.n));
    while (str_next(&scope, ' ', &word)) {
        if (!scope_known(&catalogue, word))
            *known_out = false;
    }
    return OK;
}

/* What is to be encrypted to registered keys needs one of them; fetched ones show when they come.
 */
static struct client_metadata_problem judge_encryption_keys(
    struct account_context *ctx, const json_t *metadata, const json_t *jwks)
{
    const struct client_metadata_encryption *pair = client_metadata_encryptions;

    for (; pair->alg != NULL; pair++) {
        str_t alg = json_read_str(metadata, pair->alg);

        if (str_present(alg) && !ctx->keys->encrypts(ctx->keys->self, ctx->arena, jwks, alg))
            return (struct client_metadata_problem){
                pair->alg, "needs a key in jwks that is of its kind and not for signatures"};
    }
    return (struct client_metadata_problem){0};
}

static bool judge_keys(struct account_context *ctx, const json_t *metadata,
    struct client_metadata_problem *problem_out)
{
    const json_t *jwks = json_object_get(metadata, "jwks");
    const char *reason = jwks ? ctx->keys->judge(ctx->keys->self, ctx->arena, jwks) : NULL;

    *problem_out = (struct client_metadata_problem){"jwks", reason};
    if (jwks && reason == NULL)
        *problem_out = judge_encryption_keys(ctx, metadata, jwks);
    return problem_out->reason == NULL;
}

static result_t judge(struct account_context *ctx, enum oauth_client_type type,
    const json_t *metadata, enum account_refusal *refusal_out,
    struct client_metadata_problem *problem_out)
{
    bool known = false;

    *refusal_out = ACCOUNT_METADATA_INVALID;
    if (!client_metadata_judge(ctx->arena, type, metadata, problem_out) ||
        !judge_keys(ctx, metadata, problem_out))
        return OK;
    TRY(scopes_known(ctx, json_read_str(metadata, "scope"), &known));
    if (known)
        *refusal_out = ACCOUNT_DONE;
    else
        *problem_out =
            (struct client_metadata_problem){"scope", "names a scope that is not registered"};
    return OK;
}

/* `onto` with the members of `changes`; null takes one away. Own. */
static json_t *merge(const json_t *onto, const json_t *changes)
{
    json_t *merged = json_deep_copy(onto);
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)changes, name, value)
    {
        if (json_is_null(value))
            json_object_del(merged, name);
        else
            json_object_set(merged, name, value);
    }
    return merged;
}

/* As a digest, and sealed as well where MACs are made with it. */
static str_t make_secret(
    struct account_context *ctx, enum oauth_auth_method method, struct oauth_client_record *record)
{
    str_t secret = random_token(ctx->arena, ctx->random, SECRET_BYTES);

    record->secret_digest = digest_token(ctx->arena, secret);
    record->sealed_secret = STR_NONE;
    if (method == AUTH_CLIENT_SECRET_JWT)
        record->sealed_secret = ctx->sealer->seal(ctx->sealer->self, ctx->arena,
            oauth_client_secret_purpose(ctx->arena, record->client_id), secret);
    return secret;
}

static enum oauth_auth_method method_of(const json_t *metadata)
{
    enum oauth_auth_method method = AUTH_NONE;

    oauth_auth_method_find(json_read_str(metadata, "token_endpoint_auth_method"), &method);
    return method;
}

/* A secret for a client that needs one and has none; none for one that does not. */
static void settle_secret(struct account_context *ctx, const json_t *metadata,
    struct oauth_client_record *record, str_t *secret_out)
{
    enum oauth_auth_method method = method_of(metadata);
    bool sealed = method == AUTH_CLIENT_SECRET_JWT;

    *secret_out = STR_NONE;
    if (!oauth_auth_method_has_secret(method))
        record->secret_digest = STR_NONE;
    else if (!str_present(record->secret_digest) || (sealed && !str_present(record->sealed_secret)))
        *secret_out = make_secret(ctx, method, record);
    if (!sealed)
        record->sealed_secret = STR_NONE;
}

/* What `given` makes of the record: judged, completed, as text. */
static result_t write_metadata(struct account_context *ctx, enum oauth_client_type type,
    const json_t *given, struct oauth_client_record *record, str_t *secret_out,
    enum account_refusal *refusal_out, struct client_metadata_problem *problem_out)
{
    TRY(judge(ctx, type, given, refusal_out, problem_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    TRY(account_sector_identifier_judge(ctx, record->metadata, given, problem_out));
    if (problem_out->reason != NULL) {
        *refusal_out = ACCOUNT_METADATA_INVALID;
        return OK;
    }
    json_auto_t *metadata = client_metadata_complete(type, given);
    record->metadata = json_write(ctx->arena, metadata);
    settle_secret(ctx, metadata, record, secret_out);
    return OK;
}

result_t account_client_add(struct account_context *ctx, enum oauth_client_type type,
    const json_t *metadata, struct account_client *client_out, enum account_refusal *refusal_out,
    struct client_metadata_problem *problem_out)
{
    struct oauth_client_record *record = ARENA_NEW(ctx->arena, struct oauth_client_record);
    json_auto_t *empty = json_object();
    json_auto_t *given = merge(empty, metadata);

    *record = (struct oauth_client_record){.client_id = account_new_id(ctx),
        .type = str_from_cstr(oauth_client_type_name(type)),
        .enabled = true,
        .created_at = ctx->now,
        .updated_at = ctx->now};
    *client_out = (struct account_client){.record = record};
    TRY(write_metadata(ctx, type, given, record, &client_out->secret, refusal_out, problem_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    TRY(ctx->store->client_add(ctx->store->self, record));
    account_audit(ctx, "client.added", STR_NONE, record->client_id);
    return OK;
}

/* A copy to change; NULL, with the refusal, if there is none. */
static result_t load(struct account_context *ctx, str_t client_id,
    struct oauth_client_record **record_out, enum oauth_client_type *type_out,
    enum account_refusal *refusal_out)
{
    const struct oauth_client_record *found = NULL;

    *record_out = NULL;
    *refusal_out = ACCOUNT_CLIENT_UNKNOWN;
    TRY(account_client_find(ctx, client_id, &found));
    if (found == NULL)
        return OK;
    if (!oauth_client_type_find(found->type, type_out))
        return result_fail(RESULT_CORRUPT, "a client's record has an unknown type");
    *refusal_out = ACCOUNT_DONE;
    *record_out = ARENA_NEW(ctx->arena, struct oauth_client_record);
    **record_out = *found;
    (*record_out)->updated_at = ctx->now;
    return OK;
}

static result_t save(struct account_context *ctx, const struct oauth_client_record *record,
    const char *event, enum account_refusal *refusal_out)
{
    bool found = false;

    TRY(ctx->store->client_update(ctx->store->self, record, &found));
    *refusal_out = found ? ACCOUNT_DONE : ACCOUNT_CLIENT_UNKNOWN;
    if (found)
        account_audit(ctx, event, STR_NONE, record->client_id);
    return OK;
}

result_t account_client_update(struct account_context *ctx, str_t client_id, const json_t *changes,
    const bool *enabled, struct account_client *client_out, enum account_refusal *refusal_out,
    struct client_metadata_problem *problem_out)
{
    struct oauth_client_record *record;
    enum oauth_client_type type;

    TRY(load(ctx, client_id, &record, &type, refusal_out));
    if (record == NULL)
        return OK;
    json_auto_t *before = json_read_object(record->metadata, CLIENT_MAX_METADATA);
    if (before == NULL)
        return result_fail(RESULT_CORRUPT, "a client's record cannot be read");
    json_auto_t *given = merge(before, changes);
    *client_out = (struct account_client){.record = record};
    TRY(write_metadata(ctx, type, given, record, &client_out->secret, refusal_out, problem_out));
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    if (enabled != NULL)
        record->enabled = *enabled;
    return save(ctx, record, "client.updated", refusal_out);
}

result_t account_client_rotate_secret(struct account_context *ctx, str_t client_id,
    struct account_client *client_out, enum account_refusal *refusal_out)
{
    struct oauth_client_record *record;
    enum oauth_client_type type;

    TRY(load(ctx, client_id, &record, &type, refusal_out));
    if (record == NULL)
        return OK;
    if (!str_present(record->secret_digest)) {
        *refusal_out = ACCOUNT_CLIENT_WITHOUT_SECRET;
        return OK;
    }
    json_auto_t *metadata = json_read_object(record->metadata, CLIENT_MAX_METADATA);
    if (metadata == NULL)
        return result_fail(RESULT_CORRUPT, "a client's record cannot be read");
    *client_out = (struct account_client){.record = record};
    client_out->secret = make_secret(ctx, method_of(metadata), record);
    return save(ctx, record, "client.secret_rotated", refusal_out);
}

result_t account_client_delete(
    struct account_context *ctx, str_t client_id, enum account_refusal *refusal_out)
{
    bool found = false;

    TRY(ctx->store->client_delete(ctx->store->self, client_id, &found));
    *refusal_out = found ? ACCOUNT_DONE : ACCOUNT_CLIENT_UNKNOWN;
    if (found)
        account_audit(ctx, "client.deleted", STR_NONE, client_id);
    return OK;
}
