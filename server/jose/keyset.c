#include "jose/keyset.h"

#include "base/json_read.h"
#include "base/log.h"
#include "jose/keyset_inside.h"

#include <assert.h>
#include <stdlib.h>

enum { ARENA_MAX = 1 << 20, TRIES_MAX = 4 };

/* ---- the ring in place ---- */

struct ring *keyset_ring(struct keyset *keyset)
{
    pthread_mutex_lock(&keyset->ring_lock);
    struct ring *ring = ring_ref(keyset->ring);
    pthread_mutex_unlock(&keyset->ring_lock);
    return ring;
}

/* Takes over the reference to `ring`. */
static void put_in_place(struct keyset *keyset, struct ring *ring)
{
    pthread_mutex_lock(&keyset->ring_lock);
    struct ring *old = keyset->ring;
    keyset->ring = ring;
    pthread_mutex_unlock(&keyset->ring_lock);
    ring_unref(&old);
}

static result_t load_locked(struct keyset *keyset)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct keyset_row *rows;
    size_t n;
    struct ring *ring;
    TRY(keyset->store->load(keyset->store->self, arena, &rows, &n));
    TRY(ring_build(
        rows, n, keyset->seal, &keyset->settings, keyset->ring, clock_now_s(keyset->clock), &ring));
    put_in_place(keyset, ring);
    return OK;
}

result_t keyset_load(struct keyset *keyset)
{
    pthread_mutex_lock(&keyset->load_lock);
    result_t loaded = load_locked(keyset);
    pthread_mutex_unlock(&keyset->load_lock);
    return loaded;
}

/* ---- making keys ---- */

static result_t describe(arena_t *arena, const struct keyset *keyset, const struct jose_key *key,
    enum jose_alg alg, struct keyset_row *row)
{
    json_auto_t *jwk = NULL;
    str_t der;
    TRY(ring_public_jwk(arena, key, alg, &jwk));
    TRY(jose_key_pkcs8(arena, key, &der));
    row->kid = arena_str(arena, json_read_str(jwk, "kid"));
    row->alg = str_from_cstr(jose_alg_name(alg));
    row->public_jwk = json_write(arena, jwk);
    row->sealed_private = seal(arena, keyset->seal, ring_seal_purpose(arena, alg, row->kid), der);
    return OK;
}

/* RESULT_CONFLICT if another node made this generation first. */
static result_t make_key(
    struct keyset *keyset, enum jose_alg alg, int64_t generation, int64_t active_from)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_JOSE_KEY key = NULL;
    struct keyset_row row = {
        .generation = generation,
        .created_at = clock_now_s(keyset->clock),
        .active_from = active_from,
    };
    TRY(jose_key_generate(alg, keyset->settings.rsa_bits, &key));
    TRY(describe(arena, keyset, key, alg, &row));
    TRY(keyset->store->add(keyset->store->self, &row));
    log_info("keys.made", log_str("kid", row.kid), log_str("alg", row.alg),
        log_int("active_from", active_from));
    return OK;
}

/* The first key of an algorithm signs at once; every other one is published before. */
static result_t make_if_due(
    struct keyset *keyset, const struct ring *ring, enum jose_alg alg, bool *changed)
{
    const struct keyset_settings *settings = &keyset->settings;
    const struct ring_key *newest = ring_newest(ring, alg);
    int64_t now_s = clock_now_s(keyset->clock);
    result_t made;
    if (newest == NULL)
        made = make_key(keyset, alg, 1, now_s);
    else if (now_s >= newest->active_from + settings->rotate_s - settings->publish_s)
        made = make_key(keyset, alg, newest->generation + 1, now_s + settings->publish_s);
    else
        return OK;
    *changed = true;
    return made.code == RESULT_CONFLICT ? OK : made;
}

static result_t make_due(struct keyset *keyset, const struct ring *ring, bool *changed)
{
    for (unsigned alg = 0; alg < JOSE_ALG_COUNT; alg++)
        if ((keyset->settings.algs & JOSE_ALG_BIT(alg)) != 0)
            TRY(make_if_due(keyset, ring, (enum jose_alg)alg, changed));
    return OK;
}

static result_t remove_retired(struct keyset *keyset, const struct ring *ring, bool *changed)
{
    int64_t now_s = clock_now_s(keyset->clock);
    for (size_t i = 0; i < ring->n; i++) {
        const struct ring_key *key = &ring->keys[i];
        if (ring_state(ring, key, now_s) != KEYSET_RETIRED)
            continue;
        TRY(keyset->store->remove(keyset->store->self, key->kid));
        log_info(
            "keys.removed", log_str("kid", key->kid), log_cstr("alg", jose_alg_name(key->alg)));
        *changed = true;
    }
    return OK;
}

result_t keyset_tick(struct keyset *keyset)
{
    bool changed = false;
    TRY(keyset_load(keyset));
    AUTO_RING ring = keyset_ring(keyset);
    TRY(make_due(keyset, ring, &changed));
    TRY(remove_retired(keyset, ring, &changed));
    return changed ? keyset_load(keyset) : OK;
}

/* Whoever loses the race for a generation tries the next one: a key that was asked for is made. */
static result_t rotate_one(struct keyset *keyset, enum jose_alg alg, bool at_once)
{
    result_t made = OK;
    for (int i = 0; i < TRIES_MAX; i++) {
        TRY(keyset_load(keyset));
        AUTO_RING ring = keyset_ring(keyset);
        if (ring->n >= KEYSET_KEYS_MAX)
            return result_fail(RESULT_BUSY, "there are too many signing keys already");
        const struct ring_key *newest = ring_newest(ring, alg);
        int64_t now_s = clock_now_s(keyset->clock);
        made = make_key(keyset, alg, newest == NULL ? 1 : newest->generation + 1,
            at_once ? now_s : now_s + keyset->settings.publish_s);
        if (made.code != RESULT_CONFLICT)
            return made;
    }
    return made;
}

result_t keyset_rotate(struct keyset *keyset, unsigned algs, bool at_once)
{
    for (unsigned alg = 0; alg < JOSE_ALG_COUNT; alg++)
        if ((algs & keyset->settings.algs & JOSE_ALG_BIT(alg)) != 0)
            TRY(rotate_one(keyset, (enum jose_alg)alg, at_once));
    return keyset_load(keyset);
}

/* ---- life ---- */

result_t keyset_open(const struct keyset_store *store, const struct seal_key *seal_key,
    const struct clock *clock, const struct keyset_settings *settings, struct keyset **keyset_out)
{
    assert(settings->rotate_s > settings->publish_s && settings->publish_s >= 0);
    struct keyset *keyset = calloc(1, sizeof *keyset);
    if (keyset == NULL)
        abort();
    keyset->store = store;
    keyset->seal = seal_key;
    keyset->clock = clock;
    keyset->settings = *settings;
    pthread_mutex_init(&keyset->ring_lock, NULL);
    pthread_mutex_init(&keyset->load_lock, NULL);
    pthread_mutex_init(&keyset->lookup_lock, NULL);
    keyset->looked_up_ms = INT64_MIN / 2;

    result_t ready = keyset_tick(keyset);
    if (!result_ok(ready))
        keyset_close(&keyset);
    *keyset_out = keyset;
    return ready;
}

void keyset_close(struct keyset **keyset)
{
    if (*keyset == NULL)
        return;
    ring_unref(&(*keyset)->ring);
    pthread_mutex_destroy(&(*keyset)->ring_lock);
    pthread_mutex_destroy(&(*keyset)->load_lock);
    pthread_mutex_destroy(&(*keyset)->lookup_lock);
    free(*keyset);
    *keyset = NULL;
}

/* ---- for the operator ---- */

result_t keyset_list(
    struct keyset *keyset, arena_t *arena, const struct keyset_entry **entries_out, size_t *n_out)
{
    TRY(keyset_load(keyset));
    AUTO_RING ring = keyset_ring(keyset);
    int64_t now_s = clock_now_s(keyset->clock);
    struct keyset_entry *entries = ARENA_ARRAY(arena, struct keyset_entry, ring->n);
    for (size_t i = 0; i < ring->n; i++) {
        const struct ring_key *key = &ring->keys[i];
        entries[i] = (struct keyset_entry){
            .kid = arena_str(arena, key->kid),
            .alg = key->alg,
            .state = ring_state(ring, key, now_s),
            .created_at = key->created_at,
            .active_from = key->active_from,
            .not_after = ring_retires_at(ring, key),
        };
    }
    *entries_out = entries;
    *n_out = ring->n;
    return OK;
}
