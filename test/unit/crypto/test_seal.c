#include "crypto/seal.h"

#include "crypto/random.h"

#include "support/unit.h"

enum { ARENA_MAX = 1 << 20 };

static struct seal_key *key_of(uint8_t last)
{
    uint8_t bytes[SEAL_KEY_BYTES] = "a key of these tests";
    bytes[SEAL_KEY_BYTES - 1] = last;
    return seal_key_new(bytes);
}

static void sealed_text_opens_for_the_same_purpose(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_SEAL_KEY key = key_of(1);
    static const str_t texts[] = {STR_INIT(""), STR_INIT("a"), STR_INIT("with a \0 in it")};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        str_t plain;
        str_t sealed = seal(arena, key, STR("totp:u-1"), texts[i]);
        assert_int_equal(sealed.len, texts[i].len + SEAL_OVERHEAD_BYTES);
        assert_ok(seal_open(arena, key, STR("totp:u-1"), sealed, &plain));
        assert_true(str_eq(plain, texts[i]));
    }
}

static void changed_byte_does_not_open_wherever_it_is(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_SEAL_KEY key = key_of(1);
    str_t sealed = seal(arena, key, STR("totp:u-1"), STR("a secret of some length"));
    for (size_t at = 0; at < sealed.len; at++) {
        for (unsigned bit = 1; bit < 256; bit <<= 1) {
            AUTO_ARENA round = arena_new(ARENA_MAX);
            str_t changed = arena_str(round, sealed), plain = STR_NONE;
            ((char *)changed.ptr)[at] ^= (char)bit;
            assert_result(seal_open(round, key, STR("totp:u-1"), changed, &plain), RESULT_CORRUPT);
            assert_false(str_present(plain));
        }
    }
}

static void other_lengths_do_not_open(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_SEAL_KEY key = key_of(1);
    str_t sealed = seal(arena, key, STR("p"), STR("a secret")), plain;
    for (size_t len = 0; len < sealed.len; len++) {
        str_t cut = arena_bytes(arena, sealed.ptr, len);
        assert_result(seal_open(arena, key, STR("p"), cut, &plain), RESULT_CORRUPT);
    }
    str_t longer = {arena_alloc(arena, sealed.len + 1), sealed.len + 1};
    memcpy((char *)longer.ptr, sealed.ptr, sealed.len);
    assert_result(seal_open(arena, key, STR("p"), longer, &plain), RESULT_CORRUPT);
    assert_result(seal_open(arena, key, STR("p"), STR_NONE, &plain), RESULT_CORRUPT);
}

/* A blob cannot be moved to another row. */
static void sealed_text_opens_for_no_other_purpose(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_SEAL_KEY key = key_of(1);
    str_t sealed = seal(arena, key, STR("totp:u-1"), STR("a secret")), plain;
    static const char *const others[] = {"totp:u-2", "totp:u-", "totp:u-11", "", "TOTP:u-1"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_result(
            seal_open(arena, key, str_from_cstr(others[i]), sealed, &plain), RESULT_CORRUPT);
}

static void sealed_text_opens_with_no_other_key(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_SEAL_KEY key = key_of(1);
    AUTO_SEAL_KEY other = key_of(2);
    str_t sealed = seal(arena, key, STR("p"), STR("a secret")), plain;
    assert_result(seal_open(arena, other, STR("p"), sealed, &plain), RESULT_CORRUPT);
}

static void same_text_seals_differently_each_time(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_SEAL_KEY key = key_of(1);
    str_t a = seal(arena, key, STR("p"), STR("a secret"));
    str_t b = seal(arena, key, STR("p"), STR("a secret"));
    assert_memory_not_equal(a.ptr + 1, b.ptr + 1, 24);
    assert_memory_not_equal(a.ptr + 25, b.ptr + 25, 8);
}

static int start(void **state)
{
    (void)state;
    return result_ok(crypto_init()) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealed_text_opens_for_the_same_purpose),
        cmocka_unit_test(changed_byte_does_not_open_wherever_it_is),
        cmocka_unit_test(other_lengths_do_not_open),
        cmocka_unit_test(sealed_text_opens_for_no_other_purpose),
        cmocka_unit_test(sealed_text_opens_with_no_other_key),
        cmocka_unit_test(same_text_seals_differently_each_time),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
