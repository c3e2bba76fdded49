/* The table signing_keys in memory, as several nodes see it, and a clock that a test turns. */
#ifndef TESSERA_TEST_JOSE_KEYS_TABLE_H
#define TESSERA_TEST_JOSE_KEYS_TABLE_H

#include "base/clock.h"
#include "jose/keyset.h"

#include <pthread.h>

enum { KEYS_TABLE_ROWS = KEYSET_ROWS_MAX + 8 };

struct keys_table {
    pthread_mutex_t lock;
    arena_t *arena;
    struct keyset_row rows[KEYS_TABLE_ROWS];
    size_t n;
    result_t loads; /* what every reading comes to */
    result_t adds;  /* what every writing comes to, before it is tried */
    int n_loads, n_conflicts;
    int64_t now_ms;
    /* Called once, before the next writing: what another node does in between. */
    void (*meanwhile)(void *node);
    void *node;
};

static inline int64_t keys_table_now(void *self)
{
    return ((struct keys_table *)self)->now_ms;
}

static inline struct keyset_row keys_table_copy(arena_t *arena, const struct keyset_row *row)
{
    struct keyset_row copy = *row;
    copy.kid = arena_str(arena, row->kid);
    copy.alg = arena_str(arena, row->alg);
    copy.public_jwk = arena_str(arena, row->public_jwk);
    copy.sealed_private = arena_str(arena, row->sealed_private);
    return copy;
}

static inline result_t keys_table_load(
    void *self, arena_t *arena, const struct keyset_row **rows_out, size_t *n_out)
{
    struct keys_table *table = self;
    pthread_mutex_lock(&table->lock);
    struct keyset_row *rows = ARENA_ARRAY(arena, struct keyset_row, table->n);
    for (size_t i = 0; i < table->n; i++)
        rows[i] = keys_table_copy(arena, &table->rows[i]);
    *rows_out = rows;
    *n_out = table->n;
    table->n_loads++;
    pthread_mutex_unlock(&table->lock);
    return table->loads;
}

static inline result_t keys_table_add(void *self, const struct keyset_row *row)
{
    struct keys_table *table = self;
    result_t added = table->adds;
    void (*meanwhile)(void *node) = table->meanwhile;
    table->meanwhile = NULL;
    if (meanwhile != NULL)
        meanwhile(table->node);
    pthread_mutex_lock(&table->lock);
    for (size_t i = 0; i < table->n; i++)
        if ((str_eq(table->rows[i].alg, row->alg) &&
                table->rows[i].generation == row->generation) ||
            str_eq(table->rows[i].kid, row->kid))
            added = result_fail(RESULT_CONFLICT, "taken");
    if (result_ok(added))
        table->rows[table->n++] = keys_table_copy(table->arena, row);
    table->n_conflicts += added.code == RESULT_CONFLICT;
    pthread_mutex_unlock(&table->lock);
    return added;
}

static inline result_t keys_table_remove(void *self, str_t kid)
{
    struct keys_table *table = self;
    pthread_mutex_lock(&table->lock);
    for (size_t i = 0; i < table->n; i++)
        if (str_eq(table->rows[i].kid, kid))
            table->rows[i--] = table->rows[--table->n];
    pthread_mutex_unlock(&table->lock);
    return OK;
}

static inline void keys_table_begin(struct keys_table *table, int64_t now_s)
{
    *table = (struct keys_table){.loads = OK, .adds = OK, .now_ms = now_s * 1000};
    table->arena = arena_new(16 << 20);
    pthread_mutex_init(&table->lock, NULL);
}

static inline void keys_table_end(struct keys_table *table)
{
    arena_free(&table->arena);
    pthread_mutex_destroy(&table->lock);
}

#endif
