#include "store/flow.h"

#include "store/samples.h"

static struct authn_flow_record sample_flow(const char *id)
{
    return (struct authn_flow_record){
        .id = str_from_cstr(id),
        .browser_digest = STR("browser"),
        .state = STR("identify"),
        .target = STR("client"),
        .request = STR("client_id=client&scope=openid"),
        .created_at = NOW,
        .expires_at = NOW + 100,
    };
}

static void add(void **state, const char *id)
{
    struct authn_flow_record flow = sample_flow(id);

    assert_ok(store_flow_add(engine_db(state), &flow));
}

static const struct authn_flow_record *find(void **state, const char *id, int64_t now)
{
    const struct authn_flow_record *flow = &(struct authn_flow_record){0};

    assert_ok(
        store_flow_find(engine_db(state), engine_arena(state), str_from_cstr(id), now, &flow));
    return flow;
}

static bool advance(void **state, const char *id, const char *from, const char *to)
{
    struct authn_flow_record flow = sample_flow(id);
    bool advanced = true;

    flow.state = str_from_cstr(to);
    assert_ok(store_flow_advance(engine_db(state), &flow, str_from_cstr(from), &advanced));
    return advanced;
}

static void unknown_flow_is_neither_found_nor_advanced(void **state)
{
    assert_null(find(state, "flow", NOW));
    assert_false(advance(state, "flow", "identify", "consent"));
    assert_null(find(state, "flow", NOW));
}

static void flow_is_over_at_its_end(void **state)
{
    add(state, "flow");
    assert_non_null(find(state, "flow", NOW + 99));
    assert_null(find(state, "flow", NOW + 100));
}

static void taken_id_is_refused_and_the_first_stays(void **state)
{
    struct authn_flow_record second = sample_flow("flow");

    add(state, "flow");
    second.browser_digest = STR("another browser");
    assert_result(store_flow_add(engine_db(state), &second), RESULT_CONFLICT);
    assert_str(find(state, "flow", NOW)->browser_digest, "browser");
}

static void flow_advances_from_its_own_state_only(void **state)
{
    add(state, "flow");
    add(state, "other");
    assert_false(advance(state, "flow", "consent", "done"));
    assert_false(advance(state, "flow", "", "done"));
    assert_str(find(state, "flow", NOW)->state, "identify");
    assert_true(advance(state, "flow", "identify", "consent"));
    assert_false(advance(state, "flow", "identify", "consent"));
    assert_str(find(state, "flow", NOW)->state, "consent");
    assert_str(find(state, "other", NOW)->state, "identify");
}

static void advancing_leaves_what_the_flow_is_bound_to(void **state)
{
    struct authn_flow_record flow = sample_flow("flow");
    bool advanced = false;

    add(state, "flow");
    flow.browser_digest = STR("another browser");
    flow.target = STR("own");
    flow.request = STR("client_id=evil");
    flow.expires_at = NOW + 1000;
    flow.state = STR("consent");
    flow.session_id = STR("session");
    flow.consented_scope = STR("openid email");
    flow.consented_claims = STR("picture");
    assert_ok(store_flow_advance(engine_db(state), &flow, STR("identify"), &advanced));
    assert_true(advanced);
    const struct authn_flow_record *found = find(state, "flow", NOW);
    assert_str(found->browser_digest, "browser");
    assert_str(found->target, "client");
    assert_str(found->request, "client_id=client&scope=openid");
    assert_int_equal(found->expires_at, NOW + 100);
    assert_str(found->session_id, "session");
    assert_str(found->consented_scope, "openid email");
    assert_str(found->consented_claims, "picture");
}

static void what_a_flow_does_not_have_stays_absent(void **state)
{
    add(state, "flow");
    const struct authn_flow_record *found = find(state, "flow", NOW);
    assert_false(str_present(found->session_id) || str_present(found->consented_scope));
    assert_false(str_present(found->consented_claims));
    assert_int_equal(found->created_at, NOW);
}

struct racing {
    struct db *nodes[2];
    bool advanced[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void advance_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;
    struct authn_flow_record flow = sample_flow("flow");

    flow.state = STR("done");
    racing->results[i] =
        store_flow_advance(racing->nodes[i % 2], &flow, STR("identify"), &racing->advanced[i]);
}

static void of_many_who_advance_one_flow_one_does(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};
    size_t advanced = 0;

    add(state, "flow");
    engine_race(advance_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        advanced += racing.advanced[i];
    }
    assert_int_equal(advanced, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_flow_is_neither_found_nor_advanced),
        cmocka_unit_test(flow_is_over_at_its_end),
        cmocka_unit_test(taken_id_is_refused_and_the_first_stays),
        cmocka_unit_test(flow_advances_from_its_own_state_only),
        cmocka_unit_test(advancing_leaves_what_the_flow_is_bound_to),
        cmocka_unit_test(what_a_flow_does_not_have_stays_absent),
        cmocka_unit_test(of_many_who_advance_one_flow_one_does),
    };

    return ENGINE_RUN("flow", tests);
}
