#include "store/setup_link.h"

#include "store/samples.h"

static bool valid(void **state, const char *digest, int64_t now)
{
    bool is_valid = true;

    assert_ok(store_setup_link_valid(engine_db(state), str_from_cstr(digest), now, &is_valid));
    return is_valid;
}

struct spending {
    const char *digest;
    int64_t now;
};

static result_t spend_in(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct spending *self = arg;

    return store_setup_link_spend(tx, arena, str_from_cstr(self->digest), self->now);
}

static result_t spend(void **state, const char *digest, int64_t now)
{
    struct spending spending = {digest, now};

    return db_transact(engine_db(state), engine_arena(state), spend_in, &spending);
}

static void unknown_link_is_not_valid_and_not_spent(void **state)
{
    assert_ok(store_setup_link_add(engine_db(state), STR("link"), NOW, NOW + 10));
    assert_false(valid(state, "lin", NOW));
    assert_false(valid(state, "", NOW));
    assert_result(spend(state, "Link", NOW), RESULT_CONFLICT);
    assert_true(valid(state, "link", NOW));
}

static void link_is_over_at_its_end(void **state)
{
    assert_ok(store_setup_link_add(engine_db(state), STR("link"), NOW, NOW + 10));
    assert_true(valid(state, "link", NOW + 9));
    assert_false(valid(state, "link", NOW + 10));
    assert_result(spend(state, "link", NOW + 10), RESULT_CONFLICT);
    assert_ok(spend(state, "link", NOW + 9));
}

static void spent_link_is_neither_valid_nor_spent_again(void **state)
{
    assert_ok(store_setup_link_add(engine_db(state), STR("link"), NOW, NOW + 10));
    assert_ok(spend(state, "link", NOW));
    assert_false(valid(state, "link", NOW));
    assert_result(spend(state, "link", NOW), RESULT_CONFLICT);
}

static void taken_digest_is_refused(void **state)
{
    assert_ok(store_setup_link_add(engine_db(state), STR("link"), NOW, NOW + 10));
    assert_ok(spend(state, "link", NOW));
    assert_result(
        store_setup_link_add(engine_db(state), STR("link"), NOW, NOW + 99), RESULT_CONFLICT);
    assert_false(valid(state, "link", NOW));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_link_is_not_valid_and_not_spent),
        cmocka_unit_test(link_is_over_at_its_end),
        cmocka_unit_test(spent_link_is_neither_valid_nor_spent_again),
        cmocka_unit_test(taken_digest_is_refused),
    };

    return ENGINE_RUN("setup link", tests);
}
