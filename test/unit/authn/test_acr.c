#include "authn/acr.h"

#include "support/unit.h"

static void methods_amount_to_their_class(void **state)
{
    (void)state;
    assert_int_equal(authn_acr_of(STR_NONE), AUTHN_ACR_NONE);
    assert_int_equal(authn_acr_of(STR("")), AUTHN_ACR_NONE);
    assert_int_equal(authn_acr_of(STR("pwd")), AUTHN_ACR_1FA);
    assert_int_equal(authn_acr_of(STR("pwd otp")), AUTHN_ACR_1FA); /* mfa says that kinds differ */
    assert_int_equal(authn_acr_of(STR("pwd otp mfa")), AUTHN_ACR_2FA);
    assert_int_equal(authn_acr_of(STR("hwk")), AUTHN_ACR_PHR);
    assert_int_equal(authn_acr_of(STR("pwd swk mfa")), AUTHN_ACR_PHR);
}

static void foreign_names_are_none(void **state)
{
    static const char *const names[] = {
        "", "1fa", "urn:tessera:acr:", "URN:TESSERA:ACR:1FA", "urn:tessera:acr:2fa "};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(authn_acr_from_name(str_from_cstr(names[i])), AUTHN_ACR_NONE);
    assert_int_equal(authn_acr_from_name(STR_NONE), AUTHN_ACR_NONE);
    assert_null(authn_acr_name(AUTHN_ACR_NONE));
}

static void names_lead_back_to_their_class(void **state)
{
    (void)state;
    for (enum authn_acr acr = AUTHN_ACR_1FA; acr <= AUTHN_ACR_PHR; acr++)
        assert_int_equal(authn_acr_from_name(str_from_cstr(authn_acr_name(acr))), acr);
}

static void weakest_acceptable_class_is_wanted(void **state)
{
    (void)state;
    assert_int_equal(authn_acr_wanted(STR_NONE), AUTHN_ACR_NONE);
    assert_int_equal(authn_acr_wanted(STR("0 silver")), AUTHN_ACR_NONE);
    assert_int_equal(
        authn_acr_wanted(STR("urn:tessera:acr:phr gold urn:tessera:acr:2fa")), AUTHN_ACR_2FA);
    assert_int_equal(authn_acr_wanted(STR("urn:tessera:acr:phr")), AUTHN_ACR_PHR);
}

static void reported_class_is_one_that_was_asked_for(void **state)
{
    static const char one[] = "urn:tessera:acr:1fa", two[] = "urn:tessera:acr:2fa";

    (void)state;
    assert_str(authn_acr_reported(STR("urn:tessera:acr:2fa"), STR_NONE), two);
    assert_str(authn_acr_reported(STR("urn:tessera:acr:2fa"), STR("silver")), two);
    assert_str(authn_acr_reported(STR("urn:tessera:acr:2fa"), STR("urn:tessera:acr:1fa")), one);
    assert_str(authn_acr_reported(STR("urn:tessera:acr:1fa"), STR("urn:tessera:acr:2fa")), one);
    assert_str(authn_acr_reported(
                   STR("urn:tessera:acr:phr"), STR("urn:tessera:acr:1fa gold urn:tessera:acr:2fa")),
        two);
}

static void reachable_classes_are_ours(void **state)
{
    (void)state;
    assert_non_null(authn_acrs_reachable[0]);
    for (size_t i = 0; authn_acrs_reachable[i]; i++)
        assert_int_not_equal(
            authn_acr_from_name(str_from_cstr(authn_acrs_reachable[i])), AUTHN_ACR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_amount_to_their_class),
        cmocka_unit_test(foreign_names_are_none),
        cmocka_unit_test(names_lead_back_to_their_class),
        cmocka_unit_test(weakest_acceptable_class_is_wanted),
        cmocka_unit_test(reported_class_is_one_that_was_asked_for),
        cmocka_unit_test(reachable_classes_are_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
