#include "config/advice.h"

#include "unit/config/load.h"

static size_t advise(struct loading *loading, const struct config_advice **first_out)
{
    const struct config_advice *advice;
    size_t at = 0, n = 0;

    assert_loads(loading);
    for (; (advice = config_advice_next(loading->config, &at)) != NULL; n++)
        if (n == 0)
            *first_out = advice;
    return n;
}

static void server_without_mail_is_noted(void **state)
{
    const struct config_advice *advice;

    assert_int_equal(advise(*state, &advice), 1);
    assert_str(advice->key, "mail.url");
}

static void mail_in_the_clear_is_noted_unless_it_stays_on_this_machine(void **state)
{
    struct loading *loading = *state;
    const struct config_advice *advice;

    give_set(loading, "mail.from=a@example.com");
    give_set(loading, "mail.url=smtp://mail.example.com");
    assert_int_equal(advise(loading, &advice), 0);
    give_set(loading, "mail.starttls=false");
    assert_int_equal(advise(loading, &advice), 1);
    assert_str(advice->key, "mail.starttls");
    give_set(loading, "mail.url=smtp://127.0.0.1:1025");
    assert_int_equal(advise(loading, &advice), 0);
    give_set(loading, "mail.url=smtps://mail.example.com");
    assert_int_equal(advise(loading, &advice), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        config_test(server_without_mail_is_noted),
        config_test(mail_in_the_clear_is_noted_unless_it_stays_on_this_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
