#include "crypto/digest.h"

#include "support/unit.h"

enum { ARENA_MAX = 1 << 20 };

static str_t hex(arena_t *arena, const uint8_t *bytes, size_t len)
{
    str_t text = STR("");
    for (size_t i = 0; i < len; i++)
        text = arena_printf(arena, "%.*s%02x", STR_ARG(text), bytes[i]);
    return text;
}

static void sha2_gives_the_published_values(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    uint8_t out[DIGEST_SHA512_BYTES];
    digest_sha256(STR("abc"), out);
    assert_str(hex(arena, out, DIGEST_SHA256_BYTES),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digest_sha256(STR(""), out);
    assert_str(hex(arena, out, DIGEST_SHA256_BYTES),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    digest_sha512(STR("abc"), out);
    assert_str(hex(arena, out, DIGEST_SHA512_BYTES),
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

/* RFC 4231, cases 1 to 4, 6 and 7. */
static void hmac_gives_the_values_of_rfc_4231(void **state)
{
    (void)state;
    uint8_t key_1[20], data_3[50], key_4[25], data_4[50], key_6[131];
    memset(key_1, 0x0b, sizeof key_1);
    memset(data_3, 0xdd, sizeof data_3);
    memset(data_4, 0xcd, sizeof data_4);
    memset(key_6, 0xaa, sizeof key_6);
    for (size_t i = 0; i < sizeof key_4; i++)
        key_4[i] = (uint8_t)(i + 1);
    const struct {
        str_t key, data;
        const char *expected;
    } cases[] = {
        {{(char *)key_1, sizeof key_1}, STR("Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {STR("Jefe"), STR("what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {{(char *)key_6, 20}, {(char *)data_3, sizeof data_3},
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {{(char *)key_4, sizeof key_4}, {(char *)data_4, sizeof data_4},
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
        {{(char *)key_6, sizeof key_6},
            STR("Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {{(char *)key_6, sizeof key_6},
            STR("This is a test using a larger than block-size key and a larger than block-size "
                "data. The key needs to be hashed before being used by the HMAC algorithm."),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        uint8_t out[DIGEST_SHA256_BYTES];
        digest_hmac_sha256(cases[i].key.ptr, cases[i].key.len, cases[i].data, out);
        assert_str(hex(arena, out, sizeof out), cases[i].expected);
    }
}

static void token_digest_is_the_challenge_of_rfc_7636(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    assert_str(digest_token(arena, STR("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void comparison_sees_every_byte_and_the_length(void **state)
{
    (void)state;
    char a[32], b[32];
    memset(a, 'a', sizeof a);
    for (size_t i = 0; i < sizeof a; i++) {
        memcpy(b, a, sizeof a);
        b[i] ^= 1;
        assert_false(digest_equal((str_t){a, sizeof a}, (str_t){b, sizeof b}));
        assert_false(digest_equal((str_t){a, sizeof a}, (str_t){a, i}));
    }
    assert_true(digest_equal((str_t){a, sizeof a}, (str_t){a, sizeof a}));
    assert_true(digest_equal(STR(""), STR("")));
    assert_false(digest_equal(STR(""), STR("a")));
    assert_false(digest_equal(STR("a\0b"), STR("a\0c")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha2_gives_the_published_values),
        cmocka_unit_test(hmac_gives_the_values_of_rfc_4231),
        cmocka_unit_test(token_digest_is_the_challenge_of_rfc_7636),
        cmocka_unit_test(comparison_sees_every_byte_and_the_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
