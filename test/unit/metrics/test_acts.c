#include "metrics/acts.h"

#include "support/unit.h"

struct world {
    struct metrics_acts *acts;
    unsigned recorded;
};

static void note(void *self, const struct oauth_audit_event *event, str_t address, int64_t now)
{
    struct world *world = self;

    (void)event;
    assert_str(address, "192.0.2.1");
    assert_int_equal(now, 7);
    world->recorded++;
}

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    const struct oauth_audit audit = {world, note};

    world->acts = metrics_acts_new(&audit);
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;

    metrics_acts_free(&world->acts);
    free(world);
    return 0;
}

static void record(void **state, const char *name, bool success, const char *reason)
{
    struct world *world = *state;
    struct oauth_audit port = metrics_acts_audit(world->acts);
    const struct oauth_audit_event event = {.name = name, .success = success, .reason = reason};

    port.record(port.self, &event, STR("192.0.2.1"), 7);
}

static bool says(void **state, const char *line)
{
    AUTO_ARENA arena = arena_new(2 * EXPOSITION_MAX_BYTES);
    struct exposition out = exposition_new(arena);

    metrics_acts_put(((struct world *)*state)->acts, &out);
    buf_put_char(&out.text, '\0');
    return strstr(out.text.ptr, line) != NULL;
}

static void every_act_goes_on_to_the_audit_log(void **state)
{
    record(state, "sign_in.success", true, NULL);
    record(state, "token.refused", false, "expired");
    assert_int_equal(((struct world *)*state)->recorded, 2);
}

static void sign_ins_are_told_apart_by_their_reason(void **state)
{
    record(state, "sign_in.success", true, NULL);
    record(state, "sign_in.failure", false, "locked");
    record(state, "sign_in.failure", false, "disabled");
    record(state, "sign_in.failure", false, "wrong password");
    record(state, "sign_in.failure", false, "unknown address");
    assert_true(says(state, "tessera_sign_ins_total{outcome=\"success\"} 1\n"));
    assert_true(says(state, "tessera_sign_ins_total{outcome=\"throttled\"} 1\n"));
    assert_true(says(state, "tessera_sign_ins_total{outcome=\"disabled\"} 1\n"));
    assert_true(says(state, "tessera_sign_ins_total{outcome=\"unverified\"} 0\n"));
    assert_true(says(state, "tessera_sign_ins_total{outcome=\"invalid\"} 2\n"));
}

static void tokens_are_counted_by_grant(void **state)
{
    record(state, "code.exchanged", true, NULL);
    record(state, "token.refreshed", true, NULL);
    record(state, "token.refreshed", true, NULL);
    record(state, "token.issued", true, NULL);
    assert_true(says(state, "tessera_tokens_total{grant=\"authorization_code\"} 1\n"));
    assert_true(says(state, "tessera_tokens_total{grant=\"refresh_token\"} 2\n"));
    assert_true(says(state, "tessera_tokens_total{grant=\"client_credentials\"} 1\n"));
}

static void act_of_a_loaded_scheme_makes_no_series_of_its_own(void **state)
{
    record(state, "strange.event", true, NULL);
    assert_false(says(state, "strange.event"));
    assert_true(says(state, "tessera_audit_events_total{event=\"other\",outcome=\"success\"} 1\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_act_goes_on_to_the_audit_log, setup, teardown),
        cmocka_unit_test_setup_teardown(sign_ins_are_told_apart_by_their_reason, setup, teardown),
        cmocka_unit_test_setup_teardown(tokens_are_counted_by_grant, setup, teardown),
        cmocka_unit_test_setup_teardown(
            act_of_a_loaded_scheme_makes_no_series_of_its_own, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
