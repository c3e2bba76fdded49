#include "base/clock.h"
#include "store/samples.h"
#include "store/token.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 100 * 1024, PIECES_MAX = 400, FILE_MAX = 4 * 1024 * 1024, PAGE = 4096 };

static const char *path_of(void **state)
{
    return str_from(engine_url(state), strlen("sqlite:")).ptr;
}

static struct db_rows pragma(void **state, const char *sql)
{
    struct db_rows rows;

    assert_ok(db_read(engine_db(state), engine_arena(state), sql, DB_NO_ARGS, &rows));
    return rows;
}

static void what_is_acknowledged_is_on_the_disk(void **state)
{
    struct db_rows rows = pragma(state, "PRAGMA journal_mode");

    assert_str(db_row_text(&rows, 0, 0), "wal");
    assert_int_equal(engine_number(state, "PRAGMA synchronous"), 2);
    assert_ok(
        db_write(engine_db(state), engine_arena(state), "PRAGMA synchronous", DB_NO_ARGS, &rows));
    assert_int_equal(db_row_int(&rows, 0, 0), 2);
}

static void files_are_their_owners_alone(void **state)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    struct stat info;

    for (size_t i = 0; i < 3; i++) {
        str_t path = arena_printf(engine_arena(state), "%s%s", path_of(state), suffixes[i]);
        assert_int_equal(stat(path.ptr, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
    }
}

static void reader_refuses_to_write(void **state)
{
    struct db_rows rows;

    assert_result(db_read(engine_db(state), engine_arena(state), "DELETE FROM roles RETURNING name",
                      DB_NO_ARGS, &rows),
        RESULT_UNAVAILABLE);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM roles"), 4);
}

static result_t add_piece(void **state, int i)
{
    AUTO_ARENA arena = arena_new(1 << 20);
    char *bytes = arena_alloc(arena, PIECE);

    memset(bytes, 'a', PIECE);
    return db_write(engine_db(state), arena,
        "INSERT INTO secrets (name, sealed, created_at) VALUES ($1, $2, 0)",
        DB_ARGS(db_text(arena_printf(arena, "%d", i)), db_blob((str_t){bytes, PIECE})), NULL);
}

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Adds until nothing fits; how many were acknowledged. */
static int fill(void **state)
{
    int added = 0;

    while (added < PIECES_MAX && result_ok(add_piece(state, added)))
        added++;
    return added;
}

static void full_disk_stops_writes_and_nothing_else(void **state)
{
    signal(SIGXFSZ, SIG_IGN); /* as the server does */
    assert_ok(store_token_revoke(engine_db(state), STR("jti"), NOW));
    limit_files(FILE_MAX);
    int added = fill(state);
    assert_in_range(added, 5, PIECES_MAX - 1);
    for (int i = 0; i < 10; i++) {
        assert_result(add_piece(state, added), RESULT_UNAVAILABLE);
        assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM secrets"), added);
        assert_ok(db_ping(engine_db(state)));
    }
    limit_files(RLIM_INFINITY);
    assert_ok(add_piece(state, added));
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM secrets"), added + 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM revoked_tokens"), 1);
    struct db_rows rows = pragma(state, "PRAGMA integrity_check");
    assert_str(db_row_text(&rows, 0, 0), "ok");
}

/* A database of its own with a few hundred pages, closed. */
static str_t make_other(void **state)
{
    str_t url = arena_printf(engine_arena(state), "%.*s.other", STR_ARG(engine_url(state)));
    struct db *db = NULL;
    struct db_rows rows;

    assert_ok(db_open(url, &db_options_default, &db));
    assert_ok(db_write(db, engine_arena(state), "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)",
        DB_NO_ARGS, NULL));
    assert_ok(db_write(db, engine_arena(state),
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
        "INSERT INTO t SELECT i, hex(randomblob(100)) FROM n",
        DB_NO_ARGS, &rows));
    db_close(&db);
    return url;
}

static void overwrite(str_t url, off_t at, size_t n)
{
    int fd = open(str_from(url, strlen("sqlite:")).ptr, O_WRONLY);
    char noise[PAGE];

    memset(noise, 0x5A, sizeof noise);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, noise, n, at), n);
    close(fd);
}

/* At the latest when it is checked. */
static result_t open_and_check(str_t url)
{
    struct db *db = NULL;

    TRY(db_open(url, &db_options_default, &db));
    result_t checked = db_check(db);
    db_close(&db);
    return checked;
}

static void file_that_is_no_database_is_refused(void **state)
{
    str_t url = make_other(state);

    overwrite(url, 0, 100);
    assert_result(open_and_check(url), RESULT_DAMAGED);
}

static void damaged_page_is_found_by_the_check(void **state)
{
    str_t url = make_other(state);

    overwrite(url, 20 * PAGE, PAGE);
    assert_result(open_and_check(url), RESULT_DAMAGED);
}

static void file_that_was_cut_is_refused(void **state)
{
    str_t url = make_other(state);

    assert_int_equal(truncate(str_from(url, strlen("sqlite:")).ptr, 10 * PAGE), 0);
    assert_result(open_and_check(url), RESULT_DAMAGED);
}

static void sound_file_passes(void **state)
{
    assert_ok(open_and_check(make_other(state)));
}

static void *hold_for_a_while(void *path)
{
    sqlite3 *other;

    sqlite3_open(path, &other);
    sqlite3_exec(other, "BEGIN IMMEDIATE; DELETE FROM revoked_tokens", NULL, NULL, NULL);
    usleep(700000);
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
    return NULL;
}

/* A verb beside the server, or a backup. */
static void writer_of_another_process_is_waited_for_and_readers_go_on(void **state)
{
    pthread_t holder;
    char *path = (char *)(uintptr_t)path_of(state);

    assert_ok(store_token_revoke(engine_db(state), STR("jti"), NOW));
    assert_int_equal(pthread_create(&holder, NULL, hold_for_a_while, path), 0);
    usleep(100000);
    int64_t started = clock_monotonic_ms();
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM revoked_tokens"), 1);
    assert_true(clock_monotonic_ms() - started < 400);
    assert_ok(store_token_revoke(engine_db(state), STR("other"), NOW));
    pthread_join(holder, NULL);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM revoked_tokens"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_acknowledged_is_on_the_disk),
        cmocka_unit_test(files_are_their_owners_alone),
        cmocka_unit_test(reader_refuses_to_write),
        cmocka_unit_test(full_disk_stops_writes_and_nothing_else),
        cmocka_unit_test(file_that_is_no_database_is_refused),
        cmocka_unit_test(damaged_page_is_found_by_the_check),
        cmocka_unit_test(file_that_was_cut_is_refused),
        cmocka_unit_test(sound_file_passes),
        cmocka_unit_test(writer_of_another_process_is_waited_for_and_readers_go_on),
    };

    return ENGINE_RUN_ON(DB_SQLITE, "file", tests);
}
