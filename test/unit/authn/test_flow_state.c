#include "authn/flow_state.h"

#include "support/unit.h"

static bool is_over(enum authn_flow_state state)
{
    return state >= AUTHN_FLOW_FINISH;
}

static void every_pair_of_state_and_event_is_decided(void **state)
{
    (void)state;
    for (int s = 0; s < AUTHN_FLOW_STATES; s++) {
        for (int e = 0; e < AUTHN_FLOW_EVENTS; e++) {
            enum authn_flow_state next = AUTHN_FLOW_DENIED;
            bool possible =
                authn_flow_next((enum authn_flow_state)s, (enum authn_flow_event)e, &next);

            if (is_over((enum authn_flow_state)s)) {
                bool answered = s == AUTHN_FLOW_FINISH && e == AUTHN_FLOW_ANSWERED;
                assert_int_equal(possible, answered);
                assert_int_equal(next, answered ? AUTHN_FLOW_DONE : AUTHN_FLOW_DENIED);
                continue;
            }
            static const enum authn_flow_state expected[AUTHN_FLOW_EVENTS] = {
                [AUTHN_FLOW_LACKS_SIGN_IN] = AUTHN_FLOW_IDENTIFY,
                [AUTHN_FLOW_LACKS_FACTOR] = AUTHN_FLOW_FACTOR,
                [AUTHN_FLOW_LACKS_ACTION] = AUTHN_FLOW_ACTION,
                [AUTHN_FLOW_LACKS_CONSENT] = AUTHN_FLOW_CONSENT,
                [AUTHN_FLOW_LACKS_NOTHING] = AUTHN_FLOW_FINISH,
                [AUTHN_FLOW_WANTS_OTHER] = AUTHN_FLOW_SWITCH,
                [AUTHN_FLOW_REFUSED] = AUTHN_FLOW_DENIED,
            };
            assert_int_equal(possible, e != AUTHN_FLOW_ANSWERED);
            if (s == AUTHN_FLOW_SWITCH && e == AUTHN_FLOW_LACKS_SIGN_IN)
                assert_int_equal(next, AUTHN_FLOW_SWITCH);
            else if (possible)
                assert_int_equal(next, expected[e]);
        }
    }
}

static void state_names_are_read_back_and_others_refused(void **state)
{
    enum authn_flow_state parsed;

    (void)state;
    for (int s = 0; s < AUTHN_FLOW_STATES; s++) {
        str_t name = str_from_cstr(authn_flow_state_name((enum authn_flow_state)s));
        assert_true(authn_flow_state_parse(name, &parsed));
        assert_int_equal(parsed, s);
    }
    assert_false(authn_flow_state_parse(STR(""), &parsed));
    assert_false(authn_flow_state_parse(STR("Finish"), &parsed));
}

static void target_names_are_read_back_and_others_refused(void **state)
{
    enum authn_flow_target parsed;

    (void)state;
    for (int t = 0; t < AUTHN_FLOW_TARGETS; t++) {
        str_t name = str_from_cstr(authn_flow_target_name((enum authn_flow_target)t));
        assert_true(authn_flow_target_parse(name, &parsed));
        assert_int_equal(parsed, t);
    }
    assert_false(authn_flow_target_parse(STR(""), &parsed));
    assert_false(authn_flow_target_parse(STR("https://evil.example"), &parsed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_of_state_and_event_is_decided),
        cmocka_unit_test(target_names_are_read_back_and_others_refused),
        cmocka_unit_test(state_names_are_read_back_and_others_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
