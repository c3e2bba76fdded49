#include "jose/roca.h"

#include "base/base64url.h"
#include "crypto/random.h"
#include "support/unit.h"

enum { ARENA_MAX = 1 << 16, MODULUS_BYTES = 256, TRIES = 20000 };

/* Project Wycheproof, json_web_key_test.json, test 7. */
static const char marked[] =
    "AanFpofbj7KjD4Lf-N2hVMKR7yewSyXhhbirIMTGpfYEhZ_lnt5UoK98DnKIgArXGTu3MaW_HhFw16HGaTDUHqPrId7f"
    "e4r11CqRw09yBFuW79V8sYIwHdzCaWflUI6auImYbVfoN9_nD5n8N8SY9DwXw7mwZM9wREPXoDPgOoIWl6q_MPsp7n0z"
    "s3Z5ZaiQWOOzl1S9OhwAfSiiOwz6efnXEaxuTEtPd7BjSx7NaFka8Dx9U7YqXy2RFj1O9PjyaDGuRh7YXsX3iMUSP_wS"
    "yHQg_c_qHRtKUsNSGCT7OZg0hzm2KphtjnayKJvC64vAbROBR4Ubg6Bxg9IQVZ-QYyE";

static void modulus_of_the_chip_is_marked(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t modulus;
    assert_true(base64url_decode(arena, str_from_cstr(marked), &modulus));
    assert_true(roca_marks(modulus));
    ((char *)modulus.ptr)[modulus.len - 1] ^= 2;
    assert_false(roca_marks(modulus));
}

static void other_odd_numbers_are_not(void **state)
{
    (void)state;
    char modulus[MODULUS_BYTES];
    for (int i = 0; i < TRIES; i++) {
        random_system.fill(random_system.self, modulus, sizeof modulus);
        modulus[MODULUS_BYTES - 1] |= 1;
        assert_false(roca_marks((str_t){modulus, sizeof modulus}));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(modulus_of_the_chip_is_marked),
        cmocka_unit_test(other_odd_numbers_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
