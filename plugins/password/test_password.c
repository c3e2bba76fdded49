/* The scheme against a host of a few lines: it includes nothing but the public header. */
#include "password/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* One person's data; the "hash" of a text is "v1:" and the text. */
struct tessera_call {
    bool known;
    char data[64];
    int saves, verifications;
    bool outdated;
    const char *form; /* what `text` makes of everything; NULL: the same */
    enum tessera_status of_load, of_hash, of_save, of_text;
};

static struct tessera_slice slice(const char *text)
{
    return (struct tessera_slice){text, strlen(text)};
}

static enum tessera_status load(struct tessera_call *call, struct tessera_slice *data_out)
{
    *data_out = call->known ? slice(call->data) : (struct tessera_slice){0};
    return call->of_load;
}

static enum tessera_status save(struct tessera_call *call, struct tessera_slice data)
{
    call->saves++;
    if (call->of_save == TESSERA_OK)
        snprintf(call->data, sizeof call->data, "%.*s", (int)data.len, data.ptr);
    return call->of_save;
}

static enum tessera_status text(
    struct tessera_call *call, struct tessera_slice typed, struct tessera_slice *text_out)
{
    *text_out = call->form != NULL ? slice(call->form) : typed;
    return call->of_text;
}

static enum tessera_status password_hash(
    struct tessera_call *call, struct tessera_slice password, struct tessera_slice *hash_out)
{
    static char hash[64];

    snprintf(hash, sizeof hash, "v1:%.*s", (int)password.len, password.ptr);
    *hash_out = slice(hash);
    return call->of_hash;
}

static enum tessera_status password_verify(struct tessera_call *call, struct tessera_slice password,
    struct tessera_slice hash, bool *outdated_out)
{
    call->verifications++;
    *outdated_out = call->outdated;
    bool right = hash.ptr != NULL && hash.len == password.len + 3 &&
                 memcmp(hash.ptr + 3, password.ptr, password.len) == 0;
    return right ? TESSERA_OK : TESSERA_REFUSED;
}

static const struct tessera_host host = {
    .abi = TESSERA_SCHEME_ABI,
    .size = sizeof(struct tessera_host),
    .load = load,
    .save = save,
    .text = text,
    .password_hash = password_hash,
    .password_verify = password_verify,
};

static enum tessera_status verify(struct tessera_call *call, const char *input)
{
    void *self = NULL;

    assert_int_equal(password_scheme.open(&host, &self), TESSERA_OK);
    return password_scheme.verify(self, call, slice(input));
}

static enum tessera_status enrol(struct tessera_call *call, const char *input)
{
    void *self = NULL;

    assert_int_equal(password_scheme.open(&host, &self), TESSERA_OK);
    return password_scheme.enrol(self, call, slice(input));
}

static void wrong_password_is_refused(void **state)
{
    struct tessera_call call = {.known = true, .data = "v1:right"};

    (void)state;
    assert_int_equal(verify(&call, "wrong"), TESSERA_REFUSED);
    assert_int_equal(verify(&call, ""), TESSERA_REFUSED);
    assert_int_equal(call.saves, 0);
}

static void unknown_person_is_hashed_and_refused(void **state)
{
    struct tessera_call call = {.known = false};

    (void)state;
    assert_int_equal(verify(&call, "right"), TESSERA_REFUSED);
    assert_int_equal(call.verifications, 1);
}

static void text_that_is_none_is_refused(void **state)
{
    struct tessera_call call = {.known = true, .data = "v1:right", .of_text = TESSERA_REFUSED};

    (void)state;
    assert_int_equal(verify(&call, "right"), TESSERA_REFUSED);
    assert_int_equal(enrol(&call, "right"), TESSERA_REFUSED);
    assert_int_equal(call.saves, 0);
}

static void trouble_is_no_refusal(void **state)
{
    struct tessera_call call = {.known = true, .data = "v1:right", .of_load = TESSERA_FAILED};

    (void)state;
    assert_int_equal(verify(&call, "right"), TESSERA_FAILED);
    call = (struct tessera_call){.known = true, .of_hash = TESSERA_BUSY};
    assert_int_equal(enrol(&call, "right"), TESSERA_BUSY);
    call = (struct tessera_call){.known = true, .of_save = TESSERA_FAILED};
    assert_int_equal(enrol(&call, "right"), TESSERA_FAILED);
}

static void enrolled_password_proves(void **state)
{
    struct tessera_call call = {.known = true};

    (void)state;
    assert_int_equal(enrol(&call, "right"), TESSERA_OK);
    assert_string_equal(call.data, "v1:right");
    assert_int_equal(verify(&call, "right"), TESSERA_OK);
    assert_int_equal(call.saves, 1);
}

static void second_look_depends_on_what_is_typed_alone(void **state)
{
    struct tessera_call known = {.known = true, .data = "v1:right", .form = "other"};
    struct tessera_call unknown = {.known = false, .form = "other"};

    (void)state;
    assert_int_equal(verify(&known, "wrong"), TESSERA_REFUSED);
    assert_int_equal(verify(&unknown, "wrong"), TESSERA_REFUSED);
    assert_int_equal(known.verifications, 2);
    assert_int_equal(unknown.verifications, 2);
}

static void hash_of_what_was_typed_proves_and_is_made_anew(void **state)
{
    struct tessera_call call = {
        .known = true, .data = "v1:typed", .form = "composed", .outdated = true};

    (void)state;
    assert_int_equal(verify(&call, "typed"), TESSERA_OK);
    assert_string_equal(call.data, "v1:composed");
}

static void outdated_hash_is_made_anew(void **state)
{
    struct tessera_call call = {.known = true, .data = "v0:right", .outdated = true};

    (void)state;
    assert_int_equal(verify(&call, "right"), TESSERA_OK);
    assert_string_equal(call.data, "v1:right");
}

static void sign_in_does_not_depend_on_the_new_hash(void **state)
{
    struct tessera_call call = {
        .known = true, .data = "v0:right", .outdated = true, .of_save = TESSERA_REFUSED};

    (void)state;
    assert_int_equal(verify(&call, "right"), TESSERA_OK);
    assert_string_equal(call.data, "v0:right");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_password_is_refused),
        cmocka_unit_test(unknown_person_is_hashed_and_refused),
        cmocka_unit_test(text_that_is_none_is_refused),
        cmocka_unit_test(trouble_is_no_refusal),
        cmocka_unit_test(enrolled_password_proves),
        cmocka_unit_test(second_look_depends_on_what_is_typed_alone),
        cmocka_unit_test(hash_of_what_was_typed_proves_and_is_made_anew),
        cmocka_unit_test(outdated_hash_is_made_anew),
        cmocka_unit_test(sign_in_does_not_depend_on_the_new_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
