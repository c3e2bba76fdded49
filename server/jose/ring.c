#include "jose/ring.h"

#include "base/json_read.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 1 << 20 };

/* ID Token, access token, logout token, JWT introspection, security event. */
static const char *const typs[RING_TYPS] = {
    "JWT", "at+jwt", "logout+jwt", "token-introspection+jwt", "secevent+jwt"};

/* ---- building ---- */

str_t ring_seal_purpose(arena_t *arena, enum jose_alg alg, str_t kid)
{
    return arena_printf(arena, "signing_key:%s:%.*s", jose_alg_name(alg), STR_ARG(kid));
}

result_t ring_public_jwk(
    arena_t *arena, const struct jose_key *key, enum jose_alg alg, json_t **jwk_out)
{
    struct jwk jwk;
    TRY(jose_key_jwk(arena, key, &jwk));
    jwk.kid = jwk_thumbprint(arena, &jwk);
    jwk.alg = str_from_cstr(jose_alg_name(alg));
    *jwk_out = jwk_write(arena, &jwk);
    return OK;
}

/* The kid is the thumbprint of the key, so a row whose kid was changed does not pass. */
static result_t import(
    const struct seal_key *seal, const struct keyset_row *row, struct ring_key *key)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t der;
    struct jwk jwk;
    str_t purpose = ring_seal_purpose(arena, key->alg, row->kid);
    if (!result_ok(seal_open(arena, seal, purpose, row->sealed_private, &der)))
        return result_fail(RESULT_WRONG_KEY,
            "the sealing key does not open the signing keys: it is another one than they were "
            "sealed with, or a row of signing_keys was changed");
    TRY(jose_key_from_pkcs8(key->alg, der, &key->key));
    TRY(jose_key_jwk(arena, key->key, &jwk));
    if (!str_eq(jwk_thumbprint(arena, &jwk), row->kid))
        return result_fail(RESULT_CORRUPT, "a signing key has another kid than its row");
    return OK;
}

static result_t take(struct ring *ring, const struct keyset_row *row, enum jose_alg alg,
    const struct seal_key *seal, const struct ring *old)
{
    struct ring_key *key = &ring->keys[ring->n++];
    *key = (struct ring_key){
        .kid = arena_str(ring->arena, row->kid),
        .alg = alg,
        .generation = row->generation,
        .created_at = row->created_at,
        .active_from = row->active_from,
    };
    const struct ring_key *known = old == NULL ? NULL : ring_find(old, row->kid);
    if (known != NULL && known->alg == alg)
        key->key = jose_key_ref(known->key);
    else
        TRY(import(seal, row, key));
    for (size_t i = 0; i < RING_TYPS; i++)
        key->headers[i] = jws_header(ring->arena, alg, typs[i], key->kid);
    return OK;
}

static int newest_first(const void *left, const void *right)
{
    const struct ring_key *a = left;
    const struct ring_key *b = right;
    if (a->alg != b->alg)
        return a->alg < b->alg ? -1 : 1;
    return (a->generation < b->generation) - (a->generation > b->generation);
}

static result_t write_jwks(struct ring *ring, int64_t now_s)
{
    json_auto_t *set = json_object();
    json_t *list = json_array();
    json_object_set_new(set, "keys", list);
    for (size_t i = 0; i < ring->n; i++) {
        const struct ring_key *key = &ring->keys[i];
        json_t *jwk;
        if (ring_state(ring, key, now_s) == KEYSET_RETIRED)
            continue;
        TRY(ring_public_jwk(ring->arena, key->key, key->alg, &jwk));
        json_array_append_new(list, jwk);
    }
    ring->jwks = json_write(ring->arena, set);
    return OK;
}

static result_t fill(struct ring *ring, const struct keyset_row *rows, size_t n,
    const struct seal_key *seal, const struct ring *old, int64_t now_s)
{
    ring->keys = ARENA_ARRAY(ring->arena, struct ring_key, n);
    for (size_t i = 0; i < n; i++) {
        enum jose_alg alg;
        if (jose_alg_from_name(rows[i].alg, &alg))
            TRY(take(ring, &rows[i], alg, seal, old));
    }
    qsort(ring->keys, ring->n, sizeof *ring->keys, newest_first);
    return write_jwks(ring, now_s);
}

result_t ring_build(const struct keyset_row *rows, size_t n, const struct seal_key *seal,
    const struct keyset_settings *settings, const struct ring *old, int64_t now_s,
    struct ring **ring_out)
{
    *ring_out = NULL;
    if (n > KEYSET_ROWS_MAX)
        return result_fail(RESULT_FAILED, "there are more signing keys than can be");
    struct ring *ring = calloc(1, sizeof *ring);
    if (ring == NULL)
        abort();
    atomic_init(&ring->references, 1);
    ring->arena = arena_new(ARENA_MAX);
    ring->settings = settings;
    result_t filled = fill(ring, rows, n, seal, old, now_s);
    if (!result_ok(filled))
        ring_unref(&ring);
    *ring_out = ring;
    return filled;
}

struct ring *ring_ref(struct ring *ring)
{
    atomic_fetch_add_explicit(&ring->references, 1, memory_order_relaxed);
    return ring;
}

void ring_unref(struct ring **ring)
{
    struct ring *old = *ring;
    *ring = NULL;
    if (old == NULL || atomic_fetch_sub_explicit(&old->references, 1, memory_order_acq_rel) > 1)
        return;
    for (size_t i = 0; i < old->n; i++)
        jose_key_unref(&old->keys[i].key);
    arena_free(&old->arena);
    free(old);
}

/* ---- asking ---- */

const struct ring_key *ring_newest(const struct ring *ring, enum jose_alg alg)
{
    for (size_t i = 0; i < ring->n; i++)
        if (ring->keys[i].alg == alg)
            return &ring->keys[i];
    return NULL;
}

const struct ring_key *ring_active(const struct ring *ring, enum jose_alg alg, int64_t now_s)
{
    for (size_t i = 0; i < ring->n; i++)
        if (ring->keys[i].alg == alg && ring->keys[i].active_from <= now_s)
            return &ring->keys[i];
    return NULL;
}

const struct ring_key *ring_find(const struct ring *ring, str_t kid)
{
    for (size_t i = 0; i < ring->n; i++)
        if (str_eq(ring->keys[i].kid, kid))
            return &ring->keys[i];
    return NULL;
}

/* The first moment from which a newer key signs. A pending key that an urgent rotation overtook
 * has none of its own. */
static int64_t stops_at(const struct ring *ring, const struct ring_key *key)
{
    int64_t at = key->active_from + ring->settings->rotate_s;
    bool overtaken = false;
    for (const struct ring_key *newer = ring->keys; newer < key; newer++) {
        if (newer->alg != key->alg)
            continue;
        if (!overtaken || newer->active_from < at)
            at = newer->active_from;
        overtaken = true;
    }
    return at;
}

int64_t ring_retires_at(const struct ring *ring, const struct ring_key *key)
{
    return stops_at(ring, key) + ring->settings->keep_s + KEYSET_MARGIN_S;
}

/* A key of an algorithm that the settings no longer name has no successor: the schedule ends it. */
static bool may_retire(const struct ring *ring, const struct ring_key *key)
{
    return ring_newest(ring, key->alg) != key ||
           (ring->settings->algs & JOSE_ALG_BIT(key->alg)) == 0;
}

enum keyset_state ring_state(const struct ring *ring, const struct ring_key *key, int64_t now_s)
{
    const struct ring_key *active = ring_active(ring, key->alg, now_s);
    if (active == NULL || key->generation > active->generation)
        return KEYSET_PENDING;
    if (may_retire(ring, key) && now_s >= ring_retires_at(ring, key))
        return KEYSET_RETIRED;
    return key == active ? KEYSET_ACTIVE : KEYSET_RETIRING;
}

const struct jws_header *ring_header(const struct ring_key *key, const char *typ)
{
    for (size_t i = 0; typ != NULL && i < RING_TYPS; i++)
        if (strcmp(typ, typs[i]) == 0)
            return &key->headers[i];
    return NULL;
}
