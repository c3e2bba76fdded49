#include "notify/letter.h"

#include "base/embed.h"
#include "base/json_read.h"
#include "base/template.h"
#include "support/unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

extern const struct embed_file notify_templates[];

static const char *const languages[] = {"en", "de", "fr", "es", "ar"};

struct world {
    arena_t *arena;
    char folder[64];
    struct letters *letters;
    str_t problem;
};

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);

    world->arena = arena_new(64u << 20);
    snprintf(world->folder, sizeof world->folder, "/tmp/tessera-letters-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    *state = world;
    return 0;
}

/* Each test has put a few files there. */
static int tear_down(void **state)
{
    struct world *world = *state;
    DIR *folder = opendir(world->folder);
    const struct dirent *entry;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    assert_int_equal(rmdir(world->folder), 0);
    letters_free(&world->letters);
    arena_free(&world->arena);
    free(world);
    return 0;
}

static void put(struct world *world, const char *name, const char *text)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", world->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_refused(
    struct world *world, const char *name, const char *text, const char *because)
{
    put(world, name, text);
    assert_result(
        letters_open(str_from_cstr(world->folder), world->arena, &world->problem, &world->letters),
        RESULT_CORRUPT);
    assert_null(world->letters);
    AUTO_ARENA arena = arena_new(1u << 16);
    const char *problem = arena_cstr(arena, world->problem);
    if (strstr(problem, because) == NULL || strstr(problem, name) == NULL)
        fail_msg("%s: %s", name, problem);
    char path[256];
    snprintf(path, sizeof path, "%s/%s", world->folder, name);
    assert_int_equal(unlink(path), 0);
}

static const char good[] = "Locked\n\nDear {{given_name}}, until {{until}}.\n";

static void letter_of_the_operator_that_is_not_right_is_refused(void **state)
{
    static const char *const cases[][2] = {
        {"", "subject"},
        {"\n\nDear", "subject"},
        {"Locked\nDear", "empty line"},
        {"Locked\n\n{{given_name", "malformed"},
        {"Locked\n\n{{#given_name}}", "malformed"},
        {"Locked\n\n{{nick_name}}", "{{nick_name}}"},
        {"Locked\n\n{{#user}}x{{/user}}", "{{user}}"},
        {"Locked\n\n\xFF", "UTF-8"},
        {"Locked\n\n\x01", "UTF-8"},
    };
    struct world *world = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(world, "account_locked.en.txt", cases[i][0], cases[i][1]);
}

static void frame_without_its_paragraphs_is_refused(void **state)
{
    assert_refused(*state, "frame.html", "<html>{{subject}}</html>", "{{paragraphs}}");
}

static void file_that_is_no_letters_is_refused(void **state)
{
    struct world *world = *state;

    assert_refused(world, "acount_locked.en.txt", good, "did you mean account_locked.en.txt?");
    assert_refused(world, "account_locked.it.txt", good, "is no letter's name");
    assert_refused(world, "README", good, "is no letter's name");
}

static void folder_that_is_not_there_is_refused(void **state)
{
    struct world *world = *state;

    assert_result(
        letters_open(STR("/nowhere/at/all"), world->arena, &world->problem, &world->letters),
        RESULT_CORRUPT);
}

static void letter_that_is_too_long_is_refused(void **state)
{
    char *text = calloc(1, 40000);

    memset(text, 'x', 39999);
    memcpy(text, "a\n\n", 3);
    assert_refused(*state, "account_locked.en.txt", text, "too large");
    free(text);
}

static void operators_letter_stands_above_ours_in_its_language_only(void **state)
{
    static const struct letter_head head = {STR_INIT("https://id.example"), STR_INIT("X"), {0}};
    struct world *world = *state;
    struct letter letter;

    put(world, "account_locked.en.txt", "Locked!\r\n\r\nDear {{given_name}}\r\n");
    put(world, ".hidden", "an editor's");
    assert_ok(
        letters_open(str_from_cstr(world->folder), world->arena, &world->problem, &world->letters));
    json_auto_t *view = json_pack("{s:s}", "given_name", "Ada");
    assert_ok(letter_write(
        world->arena, world->letters, &head, "account_locked", STR("en"), view, &letter));
    assert_str(letter.subject, "Locked!");
    assert_str(letter.text, "Dear Ada\n");
    assert_ok(letter_write(
        world->arena, world->letters, &head, "account_locked", STR("de"), view, &letter));
    assert_str(letter.subject, "Ihr Konto ist f\xC3\xBCr eine Weile gesperrt");
}

static void every_letter_is_there_in_every_language_and_nothing_else(void **state)
{
    struct world *world = *state;
    size_t files = 0, templates = 0;

    assert_ok(letters_open(STR(""), world->arena, &world->problem, &world->letters));
    for (const struct embed_file *file = notify_templates; file->name != NULL; file++, files++) {
        str_t rest = str_from_cstr(file->name), name, language;
        str_next(&rest, '.', &name);
        str_next(&rest, '.', &language);
        templates += letters_find(world->letters, arena_cstr(world->arena, name),
                         arena_cstr(world->arena, language)) != NULL
                         ? 1
                         : 0;
    }
    assert_int_equal(templates, files - 1); /* the frame */
    assert_int_equal(templates % (sizeof languages / sizeof *languages), 0);
}

/* What one translation names and another does not is a slip. */
static void every_language_of_a_letter_has_the_same_slots(void **state)
{
    struct world *world = *state;

    assert_ok(letters_open(STR(""), world->arena, &world->problem, &world->letters));
    for (const struct embed_file *file = notify_templates; file->name != NULL; file++) {
        str_t rest = str_from_cstr(file->name), name, path;
        str_next(&rest, '.', &name);
        const char *letter = arena_cstr(world->arena, name);
        for (size_t i = 0; i < sizeof languages / sizeof *languages && !str_eq(name, STR("frame"));
             i++) {
            const struct template *english = letters_find(world->letters, letter, "en");
            const struct template *other = letters_find(world->letters, letter, languages[i]);
            for (size_t at = 0; str_present(path = template_name(english, at)); at++)
                if (!template_names(other, path))
                    fail_msg("%s.%s lacks {{%.*s}}", letter, languages[i], STR_ARG(path));
            for (size_t at = 0; str_present(path = template_name(other, at)); at++)
                if (!template_names(english, path))
                    fail_msg("%s.%s adds {{%.*s}}", letter, languages[i], STR_ARG(path));
        }
    }
}

static void unknown_language_is_english(void **state)
{
    (void)state;
    assert_string_equal(letters_language(STR("tlh")), "en");
    assert_string_equal(letters_language(STR("")), "en");
    assert_string_equal(letters_language(STR_NONE), "en");
    assert_string_equal(letters_language(STR("d")), "en");
    assert_string_equal(letters_language(STR("DE-at")), "de");
    assert_string_equal(letters_language(STR("ar")), "ar");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(letter_of_the_operator_that_is_not_right_is_refused),
        TEST(frame_without_its_paragraphs_is_refused),
        TEST(file_that_is_no_letters_is_refused),
        TEST(folder_that_is_not_there_is_refused),
        TEST(letter_that_is_too_long_is_refused),
        TEST(operators_letter_stands_above_ours_in_its_language_only),
        TEST(every_letter_is_there_in_every_language_and_nothing_else),
        TEST(every_language_of_a_letter_has_the_same_slots),
        cmocka_unit_test(unknown_language_is_english),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
