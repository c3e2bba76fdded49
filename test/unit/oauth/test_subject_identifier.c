#include "oauth/subject_identifier.h"

#include "support/unit.h"

static const uint8_t secret[OAUTH_SECRET_BYTES] = {1, 2, 3};
static const uint8_t other_secret[OAUTH_SECRET_BYTES] = {1, 2, 4};

static str_t named(arena_t *arena, const char *host, const uint8_t *key, const char *user_id)
{
    struct oauth_sector sector = {str_from_cstr(host), key};

    return subject_identifier(arena, &sector, str_from_cstr(user_id));
}

static void without_a_sector_people_go_by_their_id(void **state)
{
    AUTO_ARENA arena = arena_new(1 << 16);

    (void)state;
    assert_str(named(arena, NULL, secret, "ada"), "ada");
}

static void pairwise_name_is_the_same_for_good(void **state)
{
    AUTO_ARENA arena = arena_new(1 << 16);

    (void)state;
    /* HMAC-SHA256 of "app.example.com\nada"; a change here renames everybody. */
    assert_str(named(arena, "app.example.com", secret, "ada"),
        "o_dDOTtxTcegjj9wSlEXv0jaQeMCdn-j-S91WXqNmdk");
}

static void other_sector_person_or_secret_is_another_name(void **state)
{
    AUTO_ARENA arena = arena_new(1 << 16);
    str_t names[] = {
        named(arena, "a.example", secret, "ada"),
        named(arena, "b.example", secret, "ada"),
        named(arena, "a.example", secret, "bob"),
        named(arena, "a.example", other_secret, "ada"),
        named(arena, "a.examplea", secret, "da"),
        named(arena, "", secret, "a.example\nada"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(names[i].len, 43);
        for (size_t j = 0; j < i; j++)
            assert_false(str_eq(names[i], names[j]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_sector_people_go_by_their_id),
        cmocka_unit_test(pairwise_name_is_the_same_for_good),
        cmocka_unit_test(other_sector_person_or_secret_is_another_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
