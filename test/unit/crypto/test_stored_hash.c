#include "crypto/stored_hash.h"

#include "support/unit.h"
#include "unit/crypto/stored_hash_vectors.h"

#include <string.h>

enum { ARENA_MAX = 1 << 20, N_VECTORS = sizeof vectors / sizeof vectors[0] };

static enum stored_hash_match match(const char *text, str_t password)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct stored_hash hash;
    enum stored_hash_match found;
    const char *problem = stored_hash_read(arena, str_from_cstr(text), &hash);

    if (problem != NULL)
        fail_msg("%s %s", text, problem);
    assert_ok(stored_hash_check(arena, &hash, password, &found));
    return found;
}

static bool is_read(const char *text)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct stored_hash hash;

    return stored_hash_read(arena, str_from_cstr(text), &hash) == NULL;
}

/* What is refused is refused with a reason. */
static bool is_taken(const char *text)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const char *problem = stored_hash_foreign_problem(arena, str_from_cstr(text));

    assert_true(problem == NULL || strlen(problem) > 10);
    return problem == NULL;
}

#define assert_none_is_taken(...)                                                                  \
    do {                                                                                           \
        static const char *const texts_[] = {__VA_ARGS__};                                         \
        for (size_t i_ = 0; i_ < sizeof texts_ / sizeof texts_[0]; i_++)                           \
            if (is_taken(texts_[i_]))                                                              \
                fail_msg("%s is taken", texts_[i_]);                                               \
    } while (0)

/* --- what is not read --- */

static void text_that_is_no_hash_is_refused(void **state)
{
    char long_text[STORED_HASH_BYTES_MAX + 2];

    (void)state;
    memset(long_text, 'a', sizeof long_text - 1);
    memcpy(long_text, "$6$", 3);
    long_text[sizeof long_text - 1] = '\0';
    assert_none_is_taken("", "x", "$", "$$", "secret", "{SSHA}AAAA",
        "$1$salt$qJH7.N4xYta3aEG/dfqo/0", "$3$$8846f7eaee8fb117ad06bdd830b7586c",
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "$gy$j9T$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_false(is_taken(long_text));
}

static void every_vector_that_is_cut_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_VECTORS; i++) {
        char cut[STORED_HASH_BYTES_MAX];

        for (size_t len = 0; len < strlen(vectors[i].hash); len++) {
            memcpy(cut, vectors[i].hash, len);
            cut[len] = '\0';
            /* Where the digest's length is free, one that is cut is another's; those of fixed
             * length are refused at every cut. */
            if (is_read(cut) && match(cut, str_from_cstr("another")) != STORED_HASH_WRONG)
                fail_msg("%s", cut);
        }
    }
}

#define B53 "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"

static void bcrypt_beyond_its_bounds_is_refused(void **state)
{
    (void)state;
    assert_true(is_taken("$2b$04$" B53) && is_taken("$2b$15$" B53));
    assert_none_is_taken("$2b$03$" B53, "$2b$16$" B53, "$2b$31$" B53, "$2b$99$" B53, "$2b$4$" B53,
        "$2b$0x$" B53, "$2x$04$" B53, "$2$04$" B53, "$2b$04" B53, "$2b$04$" B53 "a", "$2b$04$-" B53,
        "$2b$04$abcdefghijklmnopqrst uABCDEFGHIJKLMNOPQRSTUVWXYZ01234", "bcrypt$$2x$04$" B53,
        "bcrypt$$2", "$wp$2b$04$" B53, "bcrypt_sha256$" B53);
}

#define T22 "$AAAAAAAAAAAAAAAAAAAAAA$"
#define D43 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void argon2_beyond_its_bounds_is_refused(void **state)
{
    (void)state;
    assert_true(is_taken("$argon2id$v=19$m=131072,t=8,p=1" T22 D43));
    assert_none_is_taken("$argon2id$v=19$m=131073,t=1,p=1" T22 D43,
        "$argon2id$v=19$m=131072,t=9,p=1" T22 D43, "$argon2id$v=19$m=64,t=65,p=1" T22 D43,
        "$argon2id$v=19$m=64,t=0,p=1" T22 D43, "$argon2id$v=19$m=7,t=1,p=1" T22 D43,
        "$argon2id$v=19$m=64,t=1,p=9" T22 D43, "$argon2id$v=19$m=64,t=1,p=17" T22 D43,
        "$argon2id$v=16$m=64,t=1,p=1" T22 D43, "$argon2id$m=64,t=1,p=1" T22 D43,
        "$argon2d$v=19$m=64,t=1,p=1" T22 D43, "$argon2id$v=19$m=64,t=1,p=1,q=1" T22 D43,
        "$argon2id$v=19$t=1,m=64,p=1" T22 D43, "$argon2id$v=19$m=64,t=1,p=1" T22 D43 "=",
        "$argon2id$v=19$m=64,t=1,p=1" T22 "AAAA", "$argon2id$v=19$m=64,t=1,p=1$AAAA$" D43,
        "$argon2id$v=19$m=64,t=1,p=1$.AAAAAAAAAAAAAAAAAAAAA$" D43,
        "$argon2id$v=19$m=99999999999999999999,t=1,p=1" T22 D43, "argon2$argon2d$v=19" T22 D43);
}

static void our_own_argon2_may_be_dearer_than_a_strangers(void **state)
{
    (void)state;
    assert_true(is_read("$argon2id$v=19$m=262144,t=64,p=1" T22 D43));
    assert_false(is_read("$argon2id$v=19$m=262145,t=1,p=1" T22 D43));
}

static void pbkdf2_beyond_its_bounds_is_refused(void **state)
{
    (void)state;
    assert_true(is_taken("$pbkdf2-sha256$2000000" T22 D43));
    assert_none_is_taken("$pbkdf2-sha256$2000001" T22 D43, "$pbkdf2-sha256$0" T22 D43,
        "$pbkdf2-sha256$-1" T22 D43, "$pbkdf2-sha256$i=0" T22 D43,
        "$pbkdf2-sha256$i=2000001" T22 D43, "$pbkdf2-sha256$i=1000,l=31" T22 D43,
        "$pbkdf2-sha256$i=1000,l=32,x=1" T22 D43, "$pbkdf2-sha256$l=32" T22 D43,
        "$pbkdf2-sha256$" T22 D43, "$pbkdf2-sha256$1000" T22 "AAAA", "$pbkdf2-sha256$1000$AAA$" D43,
        "$pbkdf2-sha256$1000" T22 "A-A_" D43,
        "$pbkdf2-sha256$1000" T22 D43 "==", "$pbkdf2-sha384$1000" T22 D43,
        "$pbkdf2-md5$1000" T22 D43, "pbkdf2_sha256$1000$salt", "pbkdf2_sha256$0$saltsalt$" D43,
        "pbkdf2_sha256$2000001$saltsalt$" D43, "pbkdf2_sha512$1000$saltsalt$" D43);
}

static void scrypt_beyond_its_bounds_is_refused(void **state)
{
    (void)state;
    assert_true(is_taken("$scrypt$ln=17,r=8,p=4" T22 D43));
    assert_true(is_taken("$7$D6..../....saltsalt$" D43));
    assert_none_is_taken("$scrypt$ln=18,r=8,p=1" T22 D43, "$scrypt$ln=17,r=8,p=5" T22 D43,
        "$scrypt$ln=17,r=9,p=1" T22 D43, "$scrypt$ln=0,r=8,p=1" T22 D43,
        "$scrypt$ln=64,r=8,p=1" T22 D43, "$scrypt$ln=4,r=65,p=1" T22 D43,
        "$scrypt$ln=4,r=0,p=1" T22 D43, "$scrypt$ln=4,r=8,p=17" T22 D43,
        "$scrypt$ln=4,r=8,p=0" T22 D43, "$scrypt$ln=4,r=8,p=1" T22 "AAAA",
        "scrypt$63$saltsalt$8$1$" D43, "scrypt$1$saltsalt$8$1$" D43,
        "scrypt$524288$saltsalt$8$1$" D43, "scrypt$64$saltsalt$8$" D43,
        "scrypt$64$saltsalt$1073741824$1073741824$" D43, "$7$zzzzzzzzzzzsaltsalt$" D43,
        "$7$EU..../....saltsalt$" D43, "$7$D6..../....$" D43, "$7$D6../....saltsalt$" D43 "A",
        "$7$D6..../....saltsalt" D43);
}

static void crypt_beyond_its_bounds_is_refused(void **state)
{
    (void)state;
    assert_true(is_taken("$5$rounds=1000000$salt$" D43));
    assert_true(is_taken("$y$j9T$saltsalt$" D43));
    assert_none_is_taken("$5$rounds=1000001$salt$" D43, "$5$rounds=999$salt$" D43,
        "$5$rounds=$salt$" D43, "$5$rounds=5000" D43, "$5$$" D43, "$5$salt$" D43 "A",
        "$6$salt$" D43, "$5$12345678901234567$" D43, "$5$sa:lt$" D43, "$5$sa lt$" D43,
        "$y$jDT$saltsalt$" D43, "$y$jzT$saltsalt$" D43, "$y$j9z$saltsalt$" D43,
        "$y$k9T$saltsalt$" D43, "$y$j9T/.$saltsalt$" D43, "$y$j9$saltsalt$" D43, "$y$j9T$$" D43,
        "$y$j9T$saltsalt$" D43 "A", "$y$j9T$salt!alt$" D43);
}

static void phpass_beyond_its_bounds_is_refused(void **state)
{
    (void)state;
    assert_true(is_taken("$P$Isaltsaltabcdefghijklmnopqrstuv"));
    assert_none_is_taken("$P$Jsaltsaltabcdefghijklmnopqrstuv", "$P$4saltsaltabcdefghijklmnopqrstuv",
        "$P$Bsaltsaltabcdefghijklmnopqrstu", "$P$Bsaltsaltabcdefghijklmnopqrstuvw",
        "$P$Bsalt-altabcdefghijklmnopqrstuv");
}

/* --- what is right --- */

static void hashes_of_others_are_right_for_their_password_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_VECTORS; i++) {
        str_t password = str_from_cstr(vectors[i].password);

        assert_true(is_taken(vectors[i].hash));
        if (match(vectors[i].hash, password) != STORED_HASH_RIGHT)
            fail_msg("%s: %s", vectors[i].maker, vectors[i].hash);
        assert_int_equal(match(vectors[i].hash, STR("correct horse batter")), STORED_HASH_WRONG);
        assert_int_equal(match(vectors[i].hash, STR("")), STORED_HASH_WRONG);
        assert_int_equal(
            match(vectors[i].hash, str_first(password, password.len - 1)), STORED_HASH_WRONG);
    }
}

/* crypt(3) works on C strings: what stands behind a NUL must not be ignored. */
static void bytes_behind_a_nul_count(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_VECTORS; i++) {
        char password[64];
        size_t len = strlen(vectors[i].password);

        memcpy(password, vectors[i].password, len);
        memcpy(password + len, "\0tail", 6);
        assert_int_equal(match(vectors[i].hash, (str_t){password, len + 6}), STORED_HASH_WRONG);
    }
}

static void password_that_crypt_cannot_take_is_wrong(void **state)
{
    char password[1024];

    (void)state;
    memset(password, 'a', sizeof password);
    for (size_t i = 0; i < N_VECTORS; i++)
        assert_int_equal(
            match(vectors[i].hash, (str_t){password, sizeof password}), STORED_HASH_WRONG);
}

static void bcrypt_vouches_for_72_bytes_only(void **state)
{
    static const char hash[] = BCRYPT_72_A;
    char password[80];

    (void)state;
    memset(password, 'a', sizeof password);
    assert_int_equal(match(hash, (str_t){password, 71}), STORED_HASH_WRONG);
    assert_int_equal(match(hash, (str_t){password, 72}), STORED_HASH_RIGHT);
    password[75] = 'b';
    assert_int_equal(match(hash, (str_t){password, 80}), STORED_HASH_RIGHT_SO_FAR);
}

static void only_argon2id_with_todays_parameters_is_todays(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct stored_hash hash;

    (void)state;
    assert_null(stored_hash_read(arena, STR("$argon2id$v=19$m=64,t=2,p=1" T22 D43), &hash));
    assert_true(stored_hash_is_argon2id(&hash, 64, 2));
    assert_false(stored_hash_is_argon2id(&hash, 64, 3));
    assert_false(stored_hash_is_argon2id(&hash, 65, 2));
    assert_null(stored_hash_read(arena, STR("$argon2id$v=19$m=64,t=2,p=2" T22 D43), &hash));
    assert_false(stored_hash_is_argon2id(&hash, 64, 2));
    assert_null(stored_hash_read(arena, STR("$argon2i$v=19$m=64,t=2,p=1" T22 D43), &hash));
    assert_false(stored_hash_is_argon2id(&hash, 64, 2));
    assert_null(stored_hash_read(arena, STR("argon2$argon2id$v=19$m=64,t=2,p=1" T22 D43), &hash));
    assert_false(stored_hash_is_argon2id(&hash, 64, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_is_no_hash_is_refused),
        cmocka_unit_test(every_vector_that_is_cut_is_refused),
        cmocka_unit_test(bcrypt_beyond_its_bounds_is_refused),
        cmocka_unit_test(argon2_beyond_its_bounds_is_refused),
        cmocka_unit_test(our_own_argon2_may_be_dearer_than_a_strangers),
        cmocka_unit_test(pbkdf2_beyond_its_bounds_is_refused),
        cmocka_unit_test(scrypt_beyond_its_bounds_is_refused),
        cmocka_unit_test(crypt_beyond_its_bounds_is_refused),
        cmocka_unit_test(phpass_beyond_its_bounds_is_refused),
        cmocka_unit_test(hashes_of_others_are_right_for_their_password_only),
        cmocka_unit_test(bytes_behind_a_nul_count),
        cmocka_unit_test(password_that_crypt_cannot_take_is_wrong),
        cmocka_unit_test(bcrypt_vouches_for_72_bytes_only),
        cmocka_unit_test(only_argon2id_with_todays_parameters_is_todays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
