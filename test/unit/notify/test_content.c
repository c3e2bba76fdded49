#include "notify/content.h"

#include "support/unit.h"
#include "unit/notify/fake_store.h"

static const struct notify_content content = {STR_INIT("Subject"), STR_INIT("Text\nof it"),
    STR_INIT("<p>Text</p>"), STR_INIT("https://id.example/ui/reset?t=x"), STR_INIT("123456")};

static str_t sealed_by(struct fake_store *fake)
{
    return content_seal(fake->arena, fake->key, STR("m-1"), &content);
}

static void text_of_another_message_does_not_open(void **state)
{
    struct fake_store *fake = *state;
    struct notify_content out;

    assert_result(
        content_open(fake->arena, fake->key, STR("m-2"), sealed_by(fake), &out), RESULT_CORRUPT);
}

static void text_that_was_changed_does_not_open(void **state)
{
    struct fake_store *fake = *state;
    str_t sealed = sealed_by(fake);
    struct notify_content out;

    for (size_t i = 0; i < sealed.len; i++) {
        char *changed = (char *)(uintptr_t)arena_str(fake->arena, sealed).ptr;
        changed[i] = (char)(changed[i] ^ 1);
        assert_result(
            content_open(fake->arena, fake->key, STR("m-1"), (str_t){changed, sealed.len}, &out),
            RESULT_CORRUPT);
    }
    assert_result(content_open(fake->arena, fake->key, STR("m-1"), STR(""), &out), RESULT_CORRUPT);
}

static void sealed_text_shows_nothing(void **state)
{
    struct fake_store *fake = *state;
    str_t sealed = sealed_by(fake);

    for (size_t i = 0; i + content.code.len <= sealed.len; i++)
        assert_false(str_starts_with(str_from(sealed, i), content.code));
}

static void opened_text_is_what_was_sealed(void **state)
{
    struct fake_store *fake = *state;
    struct notify_content out;

    assert_ok(content_open(fake->arena, fake->key, STR("m-1"), sealed_by(fake), &out));
    assert_str(out.subject, "Subject");
    assert_str(out.text, "Text\nof it");
    assert_str(out.html, "<p>Text</p>");
    assert_str(out.link, "https://id.example/ui/reset?t=x");
    assert_str(out.code, "123456");
}

static void what_a_message_lacks_stays_absent(void **state)
{
    struct fake_store *fake = *state;
    const struct notify_content bare = {.text = STR("t")};
    struct notify_content out;

    str_t sealed = content_seal(fake->arena, fake->key, STR("m-1"), &bare);
    assert_ok(content_open(fake->arena, fake->key, STR("m-1"), sealed, &out));
    assert_false(str_present(out.subject));
    assert_false(str_present(out.html));
    assert_false(str_present(out.link));
    assert_false(str_present(out.code));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fake_store_begin, fake_store_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_of_another_message_does_not_open),
        TEST(text_that_was_changed_does_not_open),
        TEST(sealed_text_shows_nothing),
        TEST(opened_text_is_what_was_sealed),
        TEST(what_a_message_lacks_stays_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
