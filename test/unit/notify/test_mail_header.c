#include "notify/mail_header.h"

#include "base/buf.h"
#include "support/unit.h"

/* A field is one field: each line after the first begins with a space, none is too long. */
static void assert_one_field(str_t field)
{
    str_t line;

    for (bool first = true; str_next(&field, '\n', &line); first = false) {
        assert_true(first || str_starts_with(line, STR(" ")));
        assert_true(line.len > 0);
        assert_in_range(line.len, 1, 78);
    }
}

static void nothing_in_a_text_begins_another_field(void **state)
{
    static const char *const hostile[] = {"Hello\r\nBcc: everybody@example.com", "Hello\n\nbody",
        "\r\n.\r\nQUIT\r\n", "a\rb", "\n", "=?UTF-8?B?Cg==?=\r\nX: y"};
    AUTO_ARENA arena = arena_new(1u << 20);
    (void)state;

    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        str_t text = str_from_cstr(hostile[i]);
        assert_one_field(mail_header_text(arena, "Subject", text));
        assert_one_field(mail_header_mailbox(arena, "From", text, STR("a@example.com")));
    }
}

static void text_that_readers_would_decode_is_encoded(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    (void)state;

    assert_str(mail_header_text(arena, "Subject", STR("=?UTF-8?Q?x?=")),
        "Subject: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=");
}

static void long_text_is_folded_between_characters(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    buf_t text = buf_new(arena, 4096);
    (void)state;

    for (int i = 0; i < 100; i++)
        buf_put(&text, STR("\xF0\x9F\x98\x80")); /* four bytes */
    str_t field = mail_header_text(arena, "Subject", buf_str(&text));
    assert_one_field(field);
    str_t line;
    for (str_t rest = field; str_next(&rest, '\n', &line);) {
        /* Whole characters: base64 of a multiple of four bytes. */
        assert_true(line.len > 20);
    }
    for (int i = 0; i < 300; i++)
        buf_put_char(&text, 'a');
    assert_one_field(mail_header_text(arena, "Subject", buf_str(&text)));
}

static void plain_text_stays_readable(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    (void)state;

    assert_str(mail_header_text(arena, "Subject", STR("Hello, you")), "Subject: Hello, you");
    assert_str(
        mail_header_mailbox(arena, "To", STR_NONE, STR("a@example.com")), "To: <a@example.com>");
    assert_str(mail_header_mailbox(arena, "To", STR_NONE,
                   STR("somebody.with.a.very.long.local.part.indeed@some.department.example.com")),
        "To: \r\n <somebody.with.a.very.long.local.part.indeed@some.department.example.com>");
    assert_str(mail_header_mailbox(arena, "From", STR("A \"B\" \\"), STR("a@example.com")),
        "From: \"A \\\"B\\\" \\\\\" <a@example.com>");
    assert_str(mail_header_mailbox(arena, "From", STR("J\xC3\xBCrgen"), STR("a@example.com")),
        "From: =?UTF-8?B?SsO8cmdlbg==?= <a@example.com>");
}

static void dates_are_english_everywhere(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    (void)state;

    assert_str(mail_header_date(arena, 1700000000), "Date: Tue, 14 Nov 2023 22:13:20 +0000");
    assert_str(mail_header_date(arena, 0), "Date: Thu, 01 Jan 1970 00:00:00 +0000");
    assert_str(mail_header_date(arena, 4102444799), "Date: Thu, 31 Dec 2099 23:59:59 +0000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_in_a_text_begins_another_field),
        cmocka_unit_test(text_that_readers_would_decode_is_encoded),
        cmocka_unit_test(long_text_is_folded_between_characters),
        cmocka_unit_test(plain_text_stays_readable),
        cmocka_unit_test(dates_are_english_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
