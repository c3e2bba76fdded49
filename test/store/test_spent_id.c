#include "store/spent_id.h"

#include "store/samples.h"

static bool spend(void **state, const char *digest, int64_t expires_at)
{
    bool spent = false;

    assert_ok(store_id_spend(engine_db(state), str_from_cstr(digest), expires_at, &spent));
    return spent;
}

static void id_is_spent_once(void **state)
{
    assert_true(spend(state, "one", NOW + 100));
    assert_false(spend(state, "one", NOW + 100));
    assert_false(spend(state, "one", NOW + 200));
    assert_true(spend(state, "two", NOW + 100));
}

static void id_is_kept_until_it_expires(void **state)
{
    size_t deleted;

    assert_true(spend(state, "one", NOW + 100));
    assert_ok(store_expire(engine_db(state), NOW + 99, 10, &deleted));
    assert_false(spend(state, "one", NOW + 100));
    assert_ok(store_expire(engine_db(state), NOW + 100, 10, &deleted));
    assert_true(spend(state, "one", NOW + 300));
}

struct racing {
    struct db *nodes[2];
    bool spent[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void spend_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;

    racing->results[i] =
        store_id_spend(racing->nodes[i % 2], STR("one"), NOW + 100, &racing->spent[i]);
}

static void of_many_at_once_one_spends(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};
    size_t spent = 0;

    engine_race(spend_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        spent += racing.spent[i];
    }
    assert_int_equal(spent, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(id_is_spent_once),
        cmocka_unit_test(id_is_kept_until_it_expires),
        cmocka_unit_test(of_many_at_once_one_spends),
    };

    return ENGINE_RUN("spent_id", tests);
}
