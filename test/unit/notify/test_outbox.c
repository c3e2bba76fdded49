#include "notify/outbox.h"

#include "base/json_read.h"
#include "oauth/ports.h"
#include "support/unit.h"

enum { MESSAGES_MAX = 8, NOW = 1700000000 }; /* 2023-11-14 22:13:20 UTC */

struct world {
    arena_t *arena;
    struct notify_message messages[MESSAGES_MAX];
    size_t n;
    result_t answer;
    struct notify_store store;
    const struct outbox *outbox;
    struct oauth_subject person;
};

static result_t add(void *self, const struct notify_message *message)
{
    struct world *world = self;

    if (!result_ok(world->answer))
        return world->answer;
    world->messages[world->n] = *message;
    world->messages[world->n].id = (int64_t)world->n + 1;
    world->n++;
    return OK;
}

static result_t list(void *self, arena_t *arena, str_t recipient, int64_t after, size_t limit,
    const struct notify_message **messages_out, size_t *n_out)
{
    struct world *world = self;
    struct notify_message *found = ARENA_ARRAY(arena, struct notify_message, MESSAGES_MAX);

    *n_out = 0;
    for (size_t i = 0; i < world->n && *n_out < limit; i++) {
        bool wanted = !str_present(recipient) || str_eq(recipient, world->messages[i].recipient);
        if (wanted && world->messages[i].id > after)
            found[(*n_out)++] = world->messages[i];
    }
    *messages_out = found;
    return world->answer;
}

static result_t clear(void *self)
{
    ((struct world *)self)->n = 0;
    return OK;
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);

    world->arena = arena_new(4u << 20);
    world->answer = OK;
    world->store = (struct notify_store){world, add, list, clear};
    world->person = (struct oauth_subject){
        .id = STR("u-1"), .email = STR("ada@example.com"), .given_name = STR("Ada")};
    assert_ok(outbox_new(world->arena, &world->store, STR("https://id.example"), &world->outbox));
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;

    arena_free(&world->arena);
    free(world);
    return 0;
}

static const struct notify_message *lock_mail(struct world *world)
{
    struct authn_notices notices = outbox_notices(world->outbox);

    assert_ok(notices.account_locked(
        notices.self, world->arena, &world->person, STR("192.0.2.7"), NOW + 60, NOW));
    return &world->messages[world->n - 1];
}

static bool says(str_t text, const char *part)
{
    AUTO_ARENA arena = arena_new(1u << 20);

    return strstr(arena_cstr(arena, text), part) != NULL;
}

static void store_that_is_away_is_no_sent_mail(void **state)
{
    struct world *world = *state;
    struct authn_notices notices = outbox_notices(world->outbox);

    world->answer = result_fail(RESULT_UNAVAILABLE, "away");
    assert_result(notices.account_locked(
                      notices.self, world->arena, &world->person, STR("192.0.2.7"), NOW + 60, NOW),
        RESULT_UNAVAILABLE);
    json_t *listed = NULL;
    assert_result(
        outbox_list(world->outbox, world->arena, STR_NONE, 0, &listed), RESULT_UNAVAILABLE);
    assert_null(listed);
}

static void letter_that_does_not_exist_is_refused(void **state)
{
    struct world *world = *state;
    json_auto_t *view = json_object();

    assert_result(outbox_mail(world->outbox, world->arena, "chain_letter", STR("a@example.com"),
                      STR_NONE, view, NULL, NOW),
        RESULT_FAILED);
    assert_int_equal(world->n, 0);
}

static void name_is_text_in_both_parts(void **state)
{
    struct world *world = *state;

    world->person.given_name = STR("<b>O'Neil & \"Sons\"</b> &amp;");
    const struct notify_message *mail = lock_mail(world);
    assert_true(says(mail->text, "<b>O'Neil & \"Sons\"</b> &amp;"));
    assert_false(says(mail->html, "<b>"));
    assert_true(says(mail->html, "&lt;b&gt;O&#39;Neil &amp; &quot;Sons&quot;"));
}

static void subject_is_one_line_of_ours(void **state)
{
    struct world *world = *state;

    world->person.given_name = STR("Ada\r\nBcc: everybody@example.com");
    assert_str(lock_mail(world)->subject, "Your account was locked for a while");
}

static void mail_fetches_nothing_and_links_nowhere(void **state)
{
    const struct notify_message *mail = lock_mail(*state);

    assert_false(says(mail->html, "src="));
    assert_false(says(mail->html, "url("));
    assert_false(says(mail->html, "href="));
    assert_str(mail->links, "[]");
}

static void locked_account_is_told_who_when_and_where(void **state)
{
    const struct notify_message *mail = lock_mail(*state);

    assert_str(mail->kind, "mail");
    assert_str(mail->recipient, "ada@example.com");
    assert_str(mail->lang, "en");
    assert_true(says(mail->text, "ada@example.com at https://id.example "));
    assert_true(says(mail->text, "until 2023-11-14 22:15 UTC"));
    assert_true(says(mail->text, "at 2023-11-14 22:13 UTC from the address 192.0.2.7"));
    assert_true(says(mail->text, "Hello Ada,"));
    assert_false(says(mail->text, "{{"));
}

static void unknown_language_is_english(void **state)
{
    static const char *const locales[] = {"tlh", "", "en-GB", "d", "deu"};
    struct world *world = *state;

    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        world->person.locale = str_from_cstr(locales[i]);
        assert_str(lock_mail(world)->lang, "en");
    }
}

static void every_language_has_its_own_letter(void **state)
{
    static const char *const locales[] = {"en", "de-AT", "FR", "es", "ar-EG"};
    struct world *world = *state;

    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        world->person.locale = str_from_cstr(locales[i]);
        const struct notify_message *mail = lock_mail(world);
        assert_true(says(mail->text, "ada@example.com"));
        assert_true(says(mail->text, "192.0.2.7"));
        for (size_t before = 0; before + 1 < world->n; before++)
            assert_false(str_eq(world->messages[before].subject, mail->subject));
    }
    assert_true(says(world->messages[4].html, "<html lang=\"ar\" dir=\"rtl\">"));
}

static void list_has_the_promised_members(void **state)
{
    struct world *world = *state;

    lock_mail(world);
    world->person.email = STR("bob@example.com");
    lock_mail(world);
    json_auto_t *list_ = NULL;
    assert_ok(outbox_list(world->outbox, world->arena, STR("bob@example.com"), 0, &list_));
    json_t *items = json_object_get(list_, "items");
    assert_int_equal(json_array_size(items), 1);
    json_t *item = json_array_get(items, 0);
    assert_int_equal(json_object_size(item), 11);
    assert_str(json_read_str(item, "to"), "bob@example.com");
    assert_str(json_read_str(item, "created_at"), "2023-11-14T22:13:20Z");
    assert_true(json_is_null(json_object_get(item, "code")));
    assert_true(json_is_array(json_object_get(item, "links")));
}

static void list_begins_after_the_given_one(void **state)
{
    struct world *world = *state;

    lock_mail(world);
    json_auto_t *later = NULL;
    assert_ok(outbox_list(world->outbox, world->arena, STR_NONE, 1, &later));
    assert_int_equal(json_array_size(json_object_get(later, "items")), 0);
    assert_ok(outbox_clear(world->outbox));
    json_auto_t *empty = NULL;
    assert_ok(outbox_list(world->outbox, world->arena, STR_NONE, 0, &empty));
    assert_int_equal(json_array_size(json_object_get(empty, "items")), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(store_that_is_away_is_no_sent_mail),
        TEST(letter_that_does_not_exist_is_refused),
        TEST(name_is_text_in_both_parts),
        TEST(subject_is_one_line_of_ours),
        TEST(mail_fetches_nothing_and_links_nowhere),
        TEST(locked_account_is_told_who_when_and_where),
        TEST(unknown_language_is_english),
        TEST(every_language_has_its_own_letter),
        TEST(list_has_the_promised_members),
        TEST(list_begins_after_the_given_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
