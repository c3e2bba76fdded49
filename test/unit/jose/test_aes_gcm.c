#include "jose/aes_gcm.h"

#include "base/base64url.h"

#include "support/unit.h"

enum { ARENA_MAX = 1 << 20 };

/* RFC 7516, appendix A.1. */
static void content_is_sealed_as_published(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const uint8_t key[] = {177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154,
        212, 246, 138, 7, 110, 91, 112, 46, 34, 105, 47, 130, 203, 46, 122, 234, 64, 252};
    static const uint8_t iv[] = {227, 197, 117, 252, 2, 219, 233, 68, 180, 225, 77, 219};
    struct aes_gcm_sealed sealed;
    assert_ok(aes_gcm_seal(arena, (str_t){(const char *)key, sizeof key},
        (str_t){(const char *)iv, sizeof iv}, STR("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ"),
        STR("The true sign of intelligence is not knowledge but imagination."), &sealed));
    assert_str(base64url_encode(arena, sealed.ciphertext.ptr, sealed.ciphertext.len),
        "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A");
    assert_str(base64url_encode(arena, sealed.tag.ptr, sealed.tag.len), "XFBoMYUZodetZdvTiFvSkQ");
}

static void tag_covers_key_iv_header_and_content(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const str_t inputs[][4] = {
        {STR_INIT("0123456789abcdef"), STR_INIT("0123456789ab"), STR_INIT("h"), STR_INIT("text")},
        {STR_INIT("0123456789abcdeF"), STR_INIT("0123456789ab"), STR_INIT("h"), STR_INIT("text")},
        {STR_INIT("0123456789abcdef"), STR_INIT("0123456789aB"), STR_INIT("h"), STR_INIT("text")},
        {STR_INIT("0123456789abcdef"), STR_INIT("0123456789ab"), STR_INIT("H"), STR_INIT("text")},
        {STR_INIT("0123456789abcdef"), STR_INIT("0123456789ab"), STR_INIT("h"), STR_INIT("texT")},
    };
    enum { INPUTS = sizeof inputs / sizeof inputs[0] };
    struct aes_gcm_sealed sealed[INPUTS];
    for (size_t i = 0; i < INPUTS; i++) {
        assert_ok(aes_gcm_seal(
            arena, inputs[i][0], inputs[i][1], inputs[i][2], inputs[i][3], &sealed[i]));
        assert_int_equal(sealed[i].ciphertext.len, 4);
        assert_int_equal(sealed[i].tag.len, AES_GCM_TAG_BYTES);
        for (size_t j = 0; j < i; j++)
            assert_false(str_eq(sealed[i].tag, sealed[j].tag));
    }
}

static void empty_content_has_a_tag(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct aes_gcm_sealed sealed;
    assert_ok(aes_gcm_seal(
        arena, STR("0123456789abcdef"), STR("0123456789ab"), STR("h"), STR(""), &sealed));
    assert_true(str_present(sealed.ciphertext));
    assert_int_equal(sealed.ciphertext.len, 0);
    assert_int_equal(sealed.tag.len, AES_GCM_TAG_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_is_sealed_as_published),
        cmocka_unit_test(tag_covers_key_iv_header_and_content),
        cmocka_unit_test(empty_content_has_a_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
