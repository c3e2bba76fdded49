#include "notify/letter.h"

#include "base/json_read.h"
#include "support/unit.h"

static const struct letter_head head = {
    STR_INIT("https://id.example"), STR_INIT("Example & Co"), STR_INIT("")};

struct world {
    arena_t *arena;
    struct letters *letters;
    struct letter letter;
};

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    str_t problem;

    world->arena = arena_new(8u << 20);
    if (!result_ok(letters_open(STR(""), world->arena, &problem, &world->letters)))
        fail_msg("%.*s", STR_ARG(problem));
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;

    letters_free(&world->letters);
    arena_free(&world->arena);
    free(world);
    return 0;
}

static bool says(str_t text, const char *part)
{
    for (size_t i = 0; i < text.len; i++)
        if (str_starts_with(str_from(text, i), str_from_cstr(part)))
            return true;
    return false;
}

/* Takes `view`. */
static const struct letter *write_with(struct world *world, json_t *view)
{
    json_auto_t *values = view;

    assert_ok(letter_write(
        world->arena, world->letters, &head, "account_locked", STR("en"), values, &world->letter));
    return &world->letter;
}

static void letter_that_is_not_ours_is_refused(void **state)
{
    struct world *world = *state;
    json_auto_t *view = json_object();

    assert_result(letter_write(world->arena, world->letters, &head, "chain_letter", STR_NONE, view,
                      &world->letter),
        RESULT_FAILED);
}

static void letter_that_grows_without_end_is_refused(void **state)
{
    struct world *world = *state;
    json_auto_t *view = json_object();
    char *name = calloc(1, 70000);

    memset(name, 'x', 69999);
    json_object_set_new(view, "email", json_string(name));
    free(name);
    assert_result(letter_write(world->arena, world->letters, &head, "account_locked", STR_NONE,
                      view, &world->letter),
        RESULT_FAILED);
}

static void name_that_a_mail_program_would_link_is_left_out(void **state)
{
    static const char *const names[] = {
        "Win at http://evil.example", "evil.example now", "a@evil.example", "//evil", "mailto:x"};
    struct world *world = *state;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(
            says(write_with(world, json_pack("{s:s}", "given_name", names[i]))->text, "Hello,"));
    assert_true(says(write_with(world, json_pack("{s:s}", "given_name", "Sammy D. Jr."))->text,
        "Hello Sammy D. Jr.,"));
}

static void value_stays_on_its_line(void **state)
{
    const struct letter *letter =
        write_with(*state, json_pack("{s:s}", "email", "a\n\nPay here:\r\nnow"));

    assert_true(says(letter->text, "for a  Pay here:  now at"));
}

static void html_has_nothing_to_fetch_and_shows_values_as_text(void **state)
{
    static const char *const fetching[] = {"src=", "url(", "@import", "<link", "<script", "<img"};
    const struct letter *letter =
        write_with(*state, json_pack("{s:s}", "email", "<img src=x onerror=alert(1)>"));

    assert_false(says(letter->html, "<img"));
    const struct letter *harmless = write_with(*state, json_pack("{s:s}", "email", "a"));
    for (size_t i = 0; i < sizeof fetching / sizeof *fetching; i++)
        assert_false(says(harmless->html, fetching[i]));
    assert_true(says(harmless->html, "Example &amp; Co"));
    assert_true(says(harmless->html, "prefers-color-scheme: dark"));
    assert_false(says(harmless->html, "{{"));
}

static void values_in_a_letter_from_right_to_left_keep_their_direction(void **state)
{
    struct world *world = *state;
    json_auto_t *view = json_object();

    letter_put_time(view, "at", 1700000000);
    assert_str(json_read_str(view, "at"), "2023-11-14 22:13 UTC");
    assert_ok(letter_write(
        world->arena, world->letters, &head, "account_locked", STR("ar"), view, &world->letter));
    assert_true(says(world->letter.text, "\u20682023-11-14 22:13 UTC\u2069"));
    assert_true(says(world->letter.html, "\u2068https://id.example\u2069"));
    assert_true(says(world->letter.html, "dir=\"rtl\""));
    assert_false(says(write_with(world, json_object())->text, "\u2068"));
}

static void sms_with_a_code_ends_with_the_host_it_is_for(void **state)
{
    static const char end[] = "\n\n@id.example #123456";
    static const char *const languages[] = {"en", "de", "fr", "es", "ar"};
    struct world *world = *state;

    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        json_auto_t *view = json_pack("{s:s}", "code", "123456");
        assert_ok(letter_write(world->arena, world->letters, &head, "code_sms",
            str_from_cstr(languages[i]), view, &world->letter));
        assert_true(str_ends_with(world->letter.text, str_from_cstr(end)));
        assert_false(str_present(world->letter.subject));
        assert_false(str_present(world->letter.html));
    }
    json_auto_t *nothing = json_object();
    assert_ok(letter_write(
        world->arena, world->letters, &head, "sms_test", STR("en"), nothing, &world->letter));
    assert_false(says(world->letter.text, "@"));
    assert_true(str_ends_with(world->letter.text, STR("to do.")));
}

static void both_parts_say_the_same(void **state)
{
    const struct letter *letter =
        write_with(*state, json_pack("{s:s, s:s}", "address", "192.0.2.7", "until", "noon"));

    assert_true(says(letter->text, "192.0.2.7") && says(letter->html, "192.0.2.7"));
    assert_true(says(letter->text, "until noon") && says(letter->html, "until noon"));
    assert_true(says(letter->html, "<h1"));
    assert_true(says(letter->html, "Your account was locked for a while</h1>"));
    assert_false(says(letter->text, "Your account was locked"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(letter_that_is_not_ours_is_refused),
        TEST(letter_that_grows_without_end_is_refused),
        TEST(name_that_a_mail_program_would_link_is_left_out),
        TEST(value_stays_on_its_line),
        TEST(html_has_nothing_to_fetch_and_shows_values_as_text),
        TEST(values_in_a_letter_from_right_to_left_keep_their_direction),
        TEST(sms_with_a_code_ends_with_the_host_it_is_for),
        TEST(both_parts_say_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
