#include "store/migrate.h"

#include "base/clock.h"
#include "base/embed.h"
#include "crypto/digest.h"
#include "store/db_engine.h"

enum { MIGRATIONS_MAX = 1000, NUMBER_DIGITS = 4, SCRATCH_MAX = 4 * 1024 * 1024 };

extern const struct embed_file sqlite_migrations[];
extern const struct embed_file postgresql_migrations[];

static const struct embed_file *known_files(struct db *db)
{
    return db_engine(db) == DB_SQLITE ? sqlite_migrations : postgresql_migrations;
}

static str_t text_of(const struct embed_file *file)
{
    return (str_t){file->data, file->size};
}

static int64_t number_of(const struct embed_file *file)
{
    int64_t number = 0;

    str_to_int64(str_first(str_from_cstr(file->name), NUMBER_DIGITS), &number);
    return number;
}

/* "0001_main_job.sql" is called "main_job". */
static str_t name_of(const struct embed_file *file)
{
    str_t rest = str_from(str_from_cstr(file->name), NUMBER_DIGITS + 1);

    return str_first(rest, rest.len - 4);
}

static result_t make_table(struct db_tx *tx, arena_t *arena, void *arg)
{
    (void)arg;
    TRY(tx->functions->tx_lock(tx));
    return db_tx_run(tx, arena,
        "CREATE TABLE IF NOT EXISTS schema_migrations ("
        "number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, "
        "applied_at BIGINT NOT NULL)",
        DB_NO_ARGS, NULL);
}

/* Whether the file was applied; a changed or unknown step is a failure. */
static result_t judge(
    arena_t *arena, const struct db_rows *applied, const struct embed_file *file, bool *applied_out)
{
    *applied_out = false;
    for (size_t i = 0; i < applied->n; i++) {
        if (db_row_int(applied, i, 0) != number_of(file))
            continue;
        *applied_out = true;
        if (!str_eq(db_row_text(applied, i, 1), digest_token(arena, text_of(file))))
            return result_fail(
                RESULT_FAILED, "a step of the schema was changed after it was applied");
    }
    return OK;
}

static bool is_known(const struct embed_file *files, int64_t number)
{
    for (const struct embed_file *file = files; file->name != NULL; file++)
        if (number_of(file) == number)
            return true;
    return false;
}

result_t migrate_status(
    struct db *db, arena_t *arena, const struct migration **migrations_out, size_t *n_out)
{
    const struct embed_file *files = known_files(db);
    struct migration *migrations = ARENA_ARRAY(arena, struct migration, MIGRATIONS_MAX);
    struct db_rows applied;

    *n_out = 0;
    TRY(db_transact(db, arena, make_table, NULL));
    TRY(db_read(db, arena, "SELECT number, checksum FROM schema_migrations ORDER BY number",
        DB_NO_ARGS, &applied));
    for (size_t i = 0; i < applied.n; i++)
        if (!is_known(files, db_row_int(&applied, i, 0)))
            return result_fail(RESULT_FAILED, "the database is newer than this program");
    for (const struct embed_file *file = files; file->name != NULL; file++) {
        struct migration *migration = &migrations[(*n_out)++];
        *migration = (struct migration){.number = number_of(file), .name = name_of(file)};
        TRY(judge(arena, &applied, file, &migration->applied));
    }
    *migrations_out = migrations;
    return OK;
}

struct step {
    const struct embed_file *file;
    bool applied_now;
};

/* Under the lock it is asked again: another node may have been faster. */
static result_t apply(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct step *step = arg;
    struct db_rows found;
    int64_t number = number_of(step->file);

    step->applied_now = false;
    TRY(tx->functions->tx_lock(tx));
    TRY(db_tx_run(tx, arena, "SELECT 1 FROM schema_migrations WHERE number = $1",
        DB_ARGS(db_int(number)), &found));
    if (found.n > 0)
        return OK;
    TRY(tx->functions->tx_script(tx, step->file->data));
    step->applied_now = true;
    return db_tx_run(tx, arena,
        "INSERT INTO schema_migrations (number, name, checksum, applied_at) "
        "VALUES ($1, $2, $3, $4)",
        DB_ARGS(db_int(number), db_text(name_of(step->file)),
            db_text(digest_token(arena, text_of(step->file))), db_int(clock_now_s(&clock_system))),
        NULL);
}

result_t migrate_up(struct db *db, size_t *applied_out)
{
    AUTO_ARENA arena = arena_new(SCRATCH_MAX);
    const struct migration *migrations;
    size_t n;

    *applied_out = 0;
    TRY(migrate_status(db, arena, &migrations, &n));
    for (size_t i = 0; i < n; i++) {
        struct step step = {.file = &known_files(db)[i]};
        if (migrations[i].applied)
            continue;
        TRY(db_transact(db, arena, apply, &step));
        *applied_out += step.applied_now ? 1 : 0;
    }
    return OK;
}
