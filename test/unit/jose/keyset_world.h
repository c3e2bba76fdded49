/* Nodes over one table of keys: each is a keyset; a test turns the clock. */
#ifndef TESSERA_TEST_JOSE_KEYSET_WORLD_H
#define TESSERA_TEST_JOSE_KEYSET_WORLD_H

#include "jose/keyset.h"

#include "base/json_read.h"
#include "crypto/random.h"

#include "keys_table.h"
#include "support/unit.h"
#include "tokens.h"

enum {
    ARENA_MAX = 4 << 20,
    START = 1000000,
    ROTATE = 10000,
    PUBLISH = 600,
    KEEP = 3600,
    THREADS = 4,
    ROUNDS = 40,
};

static const struct keyset_settings both = {
    .algs = JOSE_ALG_BIT(JOSE_ES256) | JOSE_ALG_BIT(JOSE_EDDSA),
    .rotate_s = ROTATE,
    .publish_s = PUBLISH,
    .keep_s = KEEP,
    .rsa_bits = 2048,
};
static const struct keyset_settings one = {
    .algs = JOSE_ALG_BIT(JOSE_EDDSA),
    .rotate_s = ROTATE,
    .publish_s = PUBLISH,
    .keep_s = KEEP,
    .rsa_bits = 2048,
};

/* One table, and as many nodes as are opened on it. */
struct world {
    struct keys_table table;
    struct keyset_store store;
    struct clock clock;
    struct seal_key *seal;
    struct keyset *a, *b;
};

static inline int begin(void **state)
{
    static const uint8_t bytes[SEAL_KEY_BYTES] = "the sealing key of these tests";
    struct world *world = calloc(1, sizeof *world);
    keys_table_begin(&world->table, START);
    world->store =
        (struct keyset_store){&world->table, keys_table_load, keys_table_add, keys_table_remove};
    world->clock = (struct clock){&world->table, keys_table_now};
    world->seal = seal_key_new(bytes);
    *state = world;
    return 0;
}

static inline int end(void **state)
{
    struct world *world = *state;
    keyset_close(&world->a);
    keyset_close(&world->b);
    seal_key_free(&world->seal);
    keys_table_end(&world->table);
    free(world);
    return 0;
}

static inline struct keyset *opened(struct world *world, const struct keyset_settings *settings)
{
    struct keyset *node;
    assert_ok(keyset_open(&world->store, world->seal, &world->clock, settings, &node));
    return node;
}

static inline void at(struct world *world, int64_t after_start_s)
{
    world->table.now_ms = (START + after_start_s) * 1000;
}

static inline str_t sign(struct keyset *node, arena_t *arena)
{
    str_t token;
    assert_ok(keyset_sign(node, arena, JOSE_EDDSA, "JWT", STR("{\"sub\":\"a\"}"), &token));
    return token;
}

static inline enum jose_refusal verdict(struct keyset *node, arena_t *arena, str_t token)
{
    static const char *const typs[] = {"JWT", NULL};
    enum jose_refusal refusal;
    json_t *claims;
    assert_ok(keyset_verify(node, arena, token, typs, &claims, &refusal));
    assert_true((claims != NULL) == (refusal == JOSE_ACCEPTED));
    if (claims != NULL)
        assert_str(json_read_str(claims, "sub"), "a");
    json_decref(claims);
    return refusal;
}

static inline str_t kid_of(arena_t *arena, str_t token)
{
    str_t rest = token, head, text;
    assert_true(str_next(&rest, '.', &head));
    assert_true(base64url_decode(arena, head, &text));
    json_auto_t *header = json_read_object(text, 4096);
    return arena_str(arena, json_read_str(header, "kid"));
}

static inline size_t published(struct keyset *node)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    json_auto_t *set = json_read_object(keyset_jwks(node, arena), 1 << 20);
    assert_non_null(set);
    return json_array_size(json_object_get(set, "keys"));
}

/* "active pending " and so on, newest first; node `a` reads the table. */
#define assert_states(node, expected)                                                              \
    do {                                                                                           \
        AUTO_ARENA arena_ = arena_new(ARENA_MAX);                                                  \
        const struct keyset_entry *entries_;                                                       \
        size_t n_;                                                                                 \
        str_t states_ = STR("");                                                                   \
        assert_ok(keyset_list((node), arena_, &entries_, &n_));                                    \
        for (size_t i_ = 0; i_ < n_; i_++)                                                         \
            states_ = arena_printf(                                                                \
                arena_, "%.*s%s ", STR_ARG(states_), keyset_state_name(entries_[i_].state));       \
        assert_str(states_, expected);                                                             \
    } while (0)

static inline int start(void **state)
{
    (void)state;
    return result_ok(crypto_init()) ? 0 : -1;
}

#define world_test(test) cmocka_unit_test_setup_teardown(test, begin, end)

#endif
