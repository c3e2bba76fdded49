#include "account/history.h"

#include "support/unit.h"
#include "unit/account/fake_world.h"

static void page_says_whether_there_are_more(void **state)
{
    struct fake_world *world = fake_world_new();
    const struct account_event *events;
    bool more;
    size_t n;
    (void)state;

    world->log[world->n_told++].name = STR("password.changed");
    world->log[world->n_told++].name = STR("sign_in.success");
    assert_ok(account_history_list(&world->ctx, STR("ada"), NULL, 1, &events, &n, &more));
    assert_true(more && n == 1);
    assert_ok(account_history_list(&world->ctx, STR("ada"), NULL, 2, &events, &n, &more));
    assert_true(!more && n == 2);
    fake_world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(page_says_whether_there_are_more)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
