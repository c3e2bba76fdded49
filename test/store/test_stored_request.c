#include "store/stored_request.h"

#include "store/samples.h"

static str_t find(void **state, const char *digest, int64_t now)
{
    str_t request = STR("x");

    assert_ok(store_request_find(
        engine_db(state), engine_arena(state), str_from_cstr(digest), now, &request));
    return request;
}

static void unknown_request_is_absent(void **state)
{
    assert_ok(store_request_add(engine_db(state), STR("digest"), STR("a=b"), NOW + 10));
    assert_false(str_present(find(state, "Digest", NOW)));
    assert_false(str_present(find(state, "", NOW)));
    assert_str(find(state, "digest", NOW), "a=b");
}

static void request_is_over_at_its_end(void **state)
{
    assert_ok(store_request_add(engine_db(state), STR("digest"), STR("a=b"), NOW + 10));
    assert_true(str_present(find(state, "digest", NOW + 9)));
    assert_false(str_present(find(state, "digest", NOW + 10)));
}

static void taken_digest_is_refused_and_the_first_stays(void **state)
{
    assert_ok(store_request_add(engine_db(state), STR("digest"), STR("a=b"), NOW + 10));
    assert_result(
        store_request_add(engine_db(state), STR("digest"), STR("c=d"), NOW + 10), RESULT_CONFLICT);
    assert_str(find(state, "digest", NOW), "a=b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_request_is_absent),
        cmocka_unit_test(request_is_over_at_its_end),
        cmocka_unit_test(taken_digest_is_refused_and_the_first_stays),
    };

    return ENGINE_RUN("stored request", tests);
}
