#include "account/import.h"

#include "account/person.h"
#include "account/roles.h"
#include "authn/email.h"
#include "base/json_read.h"

#include <assert.h>

#define SCHEME "password"

struct batch {
    struct account_context *ctx;
    const struct account_import_options *options;
    struct account_import_outcome *outcomes;
    struct account_import_row rows[ACCOUNT_IMPORT_BATCH];
    size_t line_of_row[ACCOUNT_IMPORT_BATCH];
    size_t n_rows;
};

/* One line on its way into the batch. */
struct line {
    json_t *object;
    struct oauth_subject *person;
    const struct oauth_subject *existing; /* NULL: nobody has the address */
    str_t canonical;
    str_t hash;
};

static void refuse(
    struct account_import_outcome *outcome, enum account_refusal refusal, const char *detail)
{
    outcome->act = ACCOUNT_IMPORT_REFUSED;
    outcome->refusal = refusal;
    outcome->detail = str_from_cstr(detail);
}

static struct oauth_subject *new_person(struct account_context *ctx)
{
    struct oauth_subject *person = ARENA_NEW(ctx->arena, struct oauth_subject);

    *person = (struct oauth_subject){.id = account_new_id(ctx),
        .roles = STR(""),
        .groups = STR(""),
        .enabled = true,
        .created_at = ctx->now,
        .updated_at = ctx->now};
    return person;
}

/* --- a line by itself --- */

static void read_line(struct account_context *ctx, str_t text, struct line *line,
    struct account_import_outcome *outcome)
{
    str_t email = STR_NONE;

    line->object = json_read_object(text, ACCOUNT_PERSON_BYTES_MAX);
    if (line->object == NULL) {
        refuse(outcome, ACCOUNT_PERSON_INVALID,
            "This is not one JSON object of at most 65,536 bytes without repeated members");
        return;
    }
    email = arena_str(ctx->arena, str_trim(json_read_str(line->object, "email")));
    outcome->email = str_is_clean_utf8(email) ? email : STR_NONE;
    if (!authn_email_canonical(ctx->arena, email, &line->canonical))
        refuse(outcome, ACCOUNT_EMAIL_INVALID, NULL);
}

/* Puts the line's members on the person who has the address, or on a new one. */
static void read_person(
    struct account_context *ctx, struct line *line, struct account_import_outcome *outcome)
{
    const char *problem;

    line->person = new_person(ctx);
    if (line->existing != NULL)
        *line->person = *line->existing;
    if (line->existing != NULL)
        line->person->updated_at = ctx->now;
    problem = account_person_read(ctx->arena, line->object, line->person, &line->hash);
    if (problem == NULL && line->person->phone_verified && !str_present(line->person->phone))
        problem = "phone_verified is true and there is no phone";
    if (problem != NULL) {
        refuse(outcome, ACCOUNT_PERSON_INVALID, problem);
        return;
    }
    if (!str_present(line->hash))
        return;
    problem = ctx->hashes->problem(ctx->hashes->self, ctx->arena, line->hash);
    if (problem != NULL)
        refuse(outcome, ACCOUNT_PASSWORD_HASH_REFUSED,
            arena_printf(ctx->arena, "password_hash %s", problem).ptr);
}

/* --- a line among others --- */

static result_t look_for_id(
    struct account_context *ctx, struct line *line, struct account_import_outcome *outcome)
{
    const struct oauth_subject *holder = NULL;

    if (line->existing != NULL && !str_eq(line->existing->id, line->person->id))
        refuse(outcome, ACCOUNT_ID_TAKEN, "The person with this address has another id");
    if (line->existing != NULL || json_object_get(line->object, "id") == NULL)
        return OK;
    TRY(ctx->store->user_find(ctx->store->self, ctx->arena, line->person->id, &holder));
    if (holder != NULL)
        refuse(outcome, ACCOUNT_ID_TAKEN, NULL);
    return OK;
}

static bool stands_in_batch(const struct batch *batch, const struct line *line)
{
    for (size_t i = 0; i < batch->n_rows; i++)
        if (str_eq(batch->rows[i].email_canonical, line->canonical) ||
            str_eq(batch->rows[i].user->id, line->person->id))
            return true;
    return false;
}

/* False: there is no more to do with this line. */
static bool settle_existing(
    const struct batch *batch, const struct line *line, struct account_import_outcome *outcome)
{
    if (line->existing == NULL || batch->options->existing == ACCOUNT_IMPORT_UPDATE)
        return true;
    outcome->act = ACCOUNT_IMPORT_SKIPPED;
    if (batch->options->existing == ACCOUNT_IMPORT_REFUSE)
        refuse(outcome, ACCOUNT_EMAIL_TAKEN, NULL);
    return false;
}

static result_t put_row(struct batch *batch, struct line *line, size_t index)
{
    struct account_context *ctx = batch->ctx;
    struct account_import_row *row = &batch->rows[batch->n_rows];

    *row = (struct account_import_row){.user = line->person,
        .email_canonical = line->canonical,
        .replaces = line->existing != NULL};
    if (str_present(line->hash))
        TRY(ctx->schemes->adopt(ctx->schemes->self, ctx->arena, SCHEME, line->person->id,
            line->hash, &row->credential));
    batch->line_of_row[batch->n_rows++] = index;
    batch->outcomes[index].act = row->replaces ? ACCOUNT_IMPORT_UPDATED : ACCOUNT_IMPORT_ADDED;
    return OK;
}

/* The cheap first, then what asks the store. */
static result_t judge(struct batch *batch, struct line *line, str_t text, size_t index)
{
    struct account_context *ctx = batch->ctx;
    struct account_import_outcome *outcome = &batch->outcomes[index];
    bool known = false;

    read_line(ctx, text, line, outcome);
    if (outcome->refusal != ACCOUNT_DONE)
        return OK;
    TRY(ctx->store->user_by_email(ctx->store->self, ctx->arena, line->canonical, &line->existing));
    if (!settle_existing(batch, line, outcome))
        return OK;
    read_person(ctx, line, outcome);
    if (outcome->refusal != ACCOUNT_DONE)
        return OK;
    TRY(account_roles_known(ctx, line->person->roles, &known));
    if (!known)
        refuse(outcome, ACCOUNT_ROLE_UNKNOWN, NULL);
    TRY(look_for_id(ctx, line, outcome));
    if (outcome->refusal == ACCOUNT_DONE && stands_in_batch(batch, line))
        refuse(outcome, ACCOUNT_EMAIL_TAKEN, "An earlier line has the same address or id");
    return outcome->refusal == ACCOUNT_DONE ? put_row(batch, line, index) : OK;
}

/* --- writing --- */

static result_t write_rows(const struct batch *batch, size_t first, size_t n)
{
    const struct account_store *store = batch->ctx->store;

    return store->user_import(store->self, &batch->rows[first], n, SCHEME, batch->ctx->now);
}

/* Somebody was faster, or the last owner would go. */
static result_t explain(struct batch *batch, size_t index)
{
    const struct account_import_row *row = &batch->rows[index];
    struct account_import_outcome *outcome = &batch->outcomes[batch->line_of_row[index]];
    const struct oauth_subject *holder = NULL;
    const struct account_store *store = batch->ctx->store;
    bool stays = row->user->enabled && str_list_has(row->user->roles, STR(ACCOUNT_ROLE_OWNER));

    TRY(store->user_by_email(store->self, batch->ctx->arena, row->email_canonical, &holder));
    if (holder != NULL && !str_eq(holder->id, row->user->id))
        refuse(outcome, ACCOUNT_EMAIL_TAKEN, NULL);
    else if (holder != NULL && row->replaces && !stays)
        refuse(outcome, ACCOUNT_LAST_OWNER, NULL);
    else
        refuse(outcome, ACCOUNT_PERSON_INVALID, "Something else changed meanwhile: try it again");
    return OK;
}

/* All at once, and where one of them is refused each by itself. */
static result_t write(struct batch *batch)
{
    if (batch->options->dry_run || batch->n_rows == 0)
        return OK;
    result_t written = write_rows(batch, 0, batch->n_rows);
    if (written.code != RESULT_CONFLICT)
        return written;
    for (size_t i = 0; i < batch->n_rows; i++) {
        written = batch->n_rows > 1 ? write_rows(batch, i, 1) : written;
        if (written.code == RESULT_CONFLICT)
            TRY(explain(batch, i));
        else
            TRY(written);
    }
    return OK;
}

static void audit(const struct batch *batch)
{
    for (size_t i = 0; i < batch->n_rows && !batch->options->dry_run; i++) {
        const struct account_import_outcome *outcome = &batch->outcomes[batch->line_of_row[i]];

        if (outcome->act != ACCOUNT_IMPORT_REFUSED)
            account_audit(batch->ctx, batch->rows[i].replaces ? "user.updated" : "user.added",
                batch->rows[i].user->id, STR_NONE);
    }
}

result_t account_import(struct account_context *ctx, const struct account_import_options *options,
    const str_t *lines, size_t n, struct account_import_outcome *outcomes_out)
{
    struct batch *batch = ARENA_NEW(ctx->arena, struct batch);

    assert(n <= ACCOUNT_IMPORT_BATCH);
    batch->ctx = ctx;
    batch->options = options;
    batch->outcomes = outcomes_out;
    for (size_t i = 0; i < n; i++) {
        struct line line = {0};

        outcomes_out[i] = (struct account_import_outcome){0};
        result_t judged = judge(batch, &line, lines[i], i);
        json_decref(line.object);
        TRY(judged);
    }
    TRY(write(batch));
    audit(batch);
    return OK;
}
