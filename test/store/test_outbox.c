#include "store/outbox.h"

#include "store/samples.h"

static void add(void **state, const char *recipient, const char *subject)
{
    const struct notify_message message = {
        .kind = STR("mail"),
        .recipient = str_from_cstr(recipient),
        .template = STR("account_locked"),
        .lang = STR("de"),
        .subject = str_from_cstr(subject),
        .text = STR("Guten Tag\n"),
        .html = STR("<p>Guten Tag"),
        .links = STR("[]"),
        .created_at = NOW,
    };

    assert_ok(store_outbox_add(engine_db(state), &message));
}

static size_t list(void **state, str_t recipient, int64_t after, size_t limit,
    const struct notify_message **messages_out)
{
    size_t n = 99;

    assert_ok(store_outbox_list(
        engine_db(state), engine_arena(state), recipient, after, limit, messages_out, &n));
    return n;
}

static void empty_outbox_lists_nothing(void **state)
{
    const struct notify_message *messages;

    assert_int_equal(list(state, STR_NONE, 0, 10, &messages), 0);
    assert_ok(store_outbox_clear(engine_db(state)));
}

static void list_goes_on_behind_the_last_and_never_beyond_the_limit(void **state)
{
    const struct notify_message *messages;

    add(state, "a@example.com", "1");
    add(state, "a@example.com", "2");
    add(state, "a@example.com", "3");
    assert_int_equal(list(state, STR_NONE, 0, 2, &messages), 2);
    assert_str(messages[0].subject, "1");
    assert_str(messages[1].subject, "2");
    int64_t last = messages[1].id;
    assert_true(last > messages[0].id);
    assert_int_equal(list(state, STR_NONE, last, 2, &messages), 1);
    assert_str(messages[0].subject, "3");
    assert_int_equal(list(state, STR_NONE, messages[0].id, 2, &messages), 0);
}

static void list_of_one_recipient_shows_no_others(void **state)
{
    const struct notify_message *messages;

    add(state, "a@example.com", "1");
    add(state, "b@example.com", "2");
    assert_int_equal(list(state, STR("b@example.com"), 0, 10, &messages), 1);
    assert_str(messages[0].subject, "2");
    assert_int_equal(list(state, STR("example.com"), 0, 10, &messages), 0);
    assert_int_equal(list(state, STR(""), 0, 10, &messages), 0);
}

static void everything_that_was_added_is_read(void **state)
{
    const struct notify_message *messages;

    add(state, "a@example.com", "1");
    assert_int_equal(list(state, STR_NONE, 0, 1, &messages), 1);
    assert_str(messages->kind, "mail");
    assert_str(messages->recipient, "a@example.com");
    assert_str(messages->template, "account_locked");
    assert_str(messages->lang, "de");
    assert_str(messages->text, "Guten Tag\n");
    assert_str(messages->html, "<p>Guten Tag");
    assert_str(messages->links, "[]");
    assert_false(str_present(messages->code));
    assert_int_equal(messages->created_at, NOW);
}

/* What reads on behind the last id that it saw must see what comes later. */
static void ids_are_not_given_again_after_the_outbox_was_emptied(void **state)
{
    const struct notify_message *messages;

    add(state, "a@example.com", "1");
    assert_int_equal(list(state, STR_NONE, 0, 1, &messages), 1);
    int64_t last = messages[0].id;
    assert_ok(store_outbox_clear(engine_db(state)));
    add(state, "a@example.com", "2");
    assert_int_equal(list(state, STR_NONE, last, 10, &messages), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_outbox_lists_nothing),
        cmocka_unit_test(list_goes_on_behind_the_last_and_never_beyond_the_limit),
        cmocka_unit_test(list_of_one_recipient_shows_no_others),
        cmocka_unit_test(everything_that_was_added_is_read),
        cmocka_unit_test(ids_are_not_given_again_after_the_outbox_was_emptied),
    };

    return ENGINE_RUN("outbox", tests);
}
