#include "account/user_agent.h"

#include "support/unit.h"

static void assert_device(const char *user_agent, const char *browser, const char *system)
{
    struct account_user_agent found = account_user_agent_read(str_from_cstr(user_agent));

    assert_true(str_eq(str_from_cstr(found.browser), str_from_cstr(browser)));
    assert_true(str_eq(str_from_cstr(found.system), str_from_cstr(system)));
}

static void what_is_not_known_has_no_name(void **state)
{
    (void)state;
    assert_device(NULL, NULL, NULL);
    assert_device("", NULL, NULL);
    assert_device("Mozilla/5.0", NULL, NULL);
    assert_device("firefox linux", NULL, NULL);
}

static void browsers_are_told_from_their_ancestors(void **state)
{
    (void)state;
    assert_device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Firefox", "Linux");
    assert_device(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Edge", "Windows");
    assert_device("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
                  "Chrome/140.0.0.0 Mobile Safari/537.36",
        "Chrome", "Android");
    assert_device("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
                  "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        "Safari", "iOS");
    assert_device(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/18.0 Safari/605.1.15",
        "Safari", "macOS");
    assert_device("curl/8.5.0", "curl", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_known_has_no_name),
        cmocka_unit_test(browsers_are_told_from_their_ancestors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
