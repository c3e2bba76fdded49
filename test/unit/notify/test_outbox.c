#include "notify/outbox.h"

#include "base/json_read.h"
#include "notify/content.h"
#include "oauth/ports.h"
#include "support/unit.h"
#include "unit/notify/fake_store.h"

enum { NOW = FAKE_NOW };

struct world {
    struct authn_store throttles;
    int64_t sms_left; /* that the throttles let through */
    struct fake_store *fake;
    arena_t *arena;
    struct outbox *outbox;
    struct oauth_subject person;
    struct notify_content last; /* what lock_mail wrote */
};

static result_t attempt(void *self, str_t bucket, const struct authn_throttle_rule *rule,
    int64_t now, struct authn_attempt *attempt_out)
{
    struct world *world = self;
    (void)bucket;
    (void)rule;
    (void)now;

    *attempt_out = (struct authn_attempt){.allowed = world->sms_left > 0};
    return OK;
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    void *fake;

    fake_store_begin(&fake);
    world->fake = fake;
    world->arena = arena_new(8u << 20);
    world->throttles = (struct authn_store){.self = world, .throttle_attempt = attempt};
    world->person = (struct oauth_subject){
        .id = STR("u-1"), .email = STR("ada@example.com"), .given_name = STR("Ada")};
    const struct outbox_options options = {.store = &world->fake->port,
        .key = world->fake->key,
        .random = &world->fake->random,
        .head = {STR("https://id.example"), STR("Example"), STR("")},
        .throttles = &world->throttles,
        .folder = STR("")};
    assert_ok(outbox_open(&options, &world->outbox));
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    void *fake = world->fake;

    outbox_close(&world->outbox);
    fake_store_end(&fake);
    arena_free(&world->arena);
    free(world);
    return 0;
}

static const struct notify_message *lock_mail(struct world *world)
{
    struct authn_notices notices = outbox_notices(world->outbox);

    assert_ok(notices.account_locked(
        notices.self, world->arena, &world->person, STR("192.0.2.7"), NOW + 60, NOW));
    const struct notify_message *message = &world->fake->messages[world->fake->n - 1];
    assert_ok(content_open(
        world->arena, world->fake->key, message->message_id, message->sealed, &world->last));
    return message;
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

    world->fake->answer = result_fail(RESULT_UNAVAILABLE, "away");
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

    const struct account_letter letter = {
        .template = "chain_letter", .to = STR("a@example.com"), .view = view};
    assert_result(outbox_mail(world->outbox, world->arena, &letter, NOW), RESULT_FAILED);
    assert_int_equal(world->fake->n, 0);
}

static void name_is_text_in_both_parts(void **state)
{
    struct world *world = *state;

    world->person.given_name = STR("<b>O'Neil & \"Sons\"<b> &amp;");
    lock_mail(world);
    assert_true(says(world->last.text, "<b>O'Neil & \"Sons\"<b> &amp;"));
    assert_false(says(world->last.html, "<b>"));
    assert_true(says(world->last.html, "&lt;b&gt;O&#39;Neil &amp; &quot;Sons&quot;"));
}

static void subject_is_one_line_of_ours(void **state)
{
    struct world *world = *state;

    world->person.given_name = STR("Ada\r\nBcc: everybody@example.com");
    lock_mail(world);
    assert_str(world->last.subject, "Your account was locked for a while");
}

static void mail_fetches_nothing_and_links_nowhere(void **state)
{
    struct world *world = *state;

    lock_mail(world);
    assert_false(says(world->last.html, "src="));
    assert_false(says(world->last.html, "url("));
    assert_false(says(world->last.html, "href="));
    assert_false(str_present(world->last.link));
}

static void locked_account_is_told_who_when_and_where(void **state)
{
    struct world *world = *state;
    const struct notify_message *mail = lock_mail(world);
    str_t text = world->last.text;

    assert_str(mail->user_id, "u-1");
    assert_int_equal(mail->expires_at, NOW + OUTBOX_NOTICE_S);
    assert_str(mail->kind, "mail");
    assert_str(mail->recipient, "ada@example.com");
    assert_str(mail->lang, "en");
    assert_true(says(text, "ada@example.com at https://id.example "));
    assert_true(says(text, "until 2023-11-14 22:15 UTC"));
    assert_true(says(text, "at 2023-11-14 22:13 UTC from the address 192.0.2.7"));
    assert_true(says(text, "Hello Ada,"));
    assert_false(says(text, "{{"));
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
    enum { LOCALES = sizeof locales / sizeof *locales };
    struct world *world = *state;
    str_t subjects[LOCALES];

    for (size_t i = 0; i < LOCALES; i++) {
        world->person.locale = str_from_cstr(locales[i]);
        lock_mail(world);
        assert_true(says(world->last.text, "ada@example.com"));
        assert_true(says(world->last.text, "192.0.2.7"));
        subjects[i] = world->last.subject;
        for (size_t before = 0; before < i; before++)
            assert_false(str_eq(subjects[before], subjects[i]));
    }
    assert_true(says(world->last.html, "<html lang=\"ar\" dir=\"rtl\">"));
}

static void sms_beyond_the_limits_is_not_sent(void **state)
{
    struct world *world = *state;
    json_auto_t *view = json_object();
    const struct account_letter letter = {.template = "code_sms",
        .to = STR("+491701234567"),
        .view = view,
        .code = STR("123456"),
        .life_s = 600};

    assert_result(outbox_sms(world->outbox, world->arena, &letter, NOW), RESULT_BUSY);
    assert_int_equal(world->fake->n, 0);
    world->sms_left = 1;
    assert_ok(outbox_sms(world->outbox, world->arena, &letter, NOW));
    assert_int_equal(world->fake->n, 1);
    assert_str(world->fake->messages[0].kind, NOTIFY_SMS);
    assert_str(world->fake->messages[0].recipient, "+491701234567");
    assert_int_equal(world->fake->messages[0].expires_at, NOW + 600);
}

static void text_in_the_database_is_sealed(void **state)
{
    struct world *world = *state;
    const struct notify_message *mail = lock_mail(world);

    assert_false(says(mail->sealed, "locked"));
    assert_true(mail->message_id.len >= 22); /* 128 bits */
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
    assert_true(says(json_read_str(item, "text"), "192.0.2.7"));
    assert_true(json_is_null(json_object_get(item, "code")));
    assert_true(json_is_array(json_object_get(item, "links")));
}

static void list_shows_what_people_get_and_nothing_else(void **state)
{
    struct world *world = *state;

    fake_store_add(world->fake)->kind = STR(NOTIFY_LOGOUT);
    fake_store_add(world->fake);
    json_auto_t *all = NULL;
    assert_ok(outbox_list(world->outbox, world->arena, STR_NONE, 0, &all));
    json_t *items = json_object_get(all, "items");
    assert_int_equal(json_array_size(items), 1);
    /* Its text is gone. */
    assert_true(json_is_null(json_object_get(json_array_get(items, 0), "text")));
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
        TEST(sms_beyond_the_limits_is_not_sent),
        TEST(text_in_the_database_is_sealed),
        TEST(list_has_the_promised_members),
        TEST(list_shows_what_people_get_and_nothing_else),
        TEST(list_begins_after_the_given_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
