#include "notify/letters.h"

#include "base/embed.h"
#include "base/file.h"
#include "base/nearest.h"
#include "base/template.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

extern const struct embed_file notify_templates[];

enum { MAIL, SMS };

/* A new letter is a line here, and a file a language. */
static const struct {
    const char *name;
    int kind;
} list[] = {
    {"account_locked", MAIL},
    {"code_sms", SMS},
    {"known_email", MAIL},
    {"mail_test", MAIL},
    {"password_changed", MAIL},
    {"reset_password", MAIL},
    {"sms_test", SMS},
    {"verify_email", MAIL},
};
static const char *const languages[] = {
    "en", "de", "fr", "es", "ar"}; /* the first is the default */
enum { LETTERS = sizeof list / sizeof *list, LANGUAGES = sizeof languages / sizeof *languages };

static const char FRAME[] = "frame.html";
enum { TEMPLATE_BYTES_MAX = 32 * 1024, ARENA_MAX = 64 * 1024 * 1024 };

struct letters {
    arena_t *arena;
    const struct template *frame;
    const struct template *templates[LETTERS][LANGUAGES];
};

/* One template that is being read. */
struct reading {
    struct letters *letters;
    arena_t *arena; /* of the caller; holds the problem */
    str_t folder;
    const char *file;
    str_t problem;
};

static result_t blame(struct reading *reading, const char *what)
{
    bool own = reading->folder.len > 0;

    reading->problem = arena_printf(reading->arena, "%.*s%s%s %s", STR_ARG(reading->folder),
        own ? "/" : "", reading->file, what);
    return result_fail(RESULT_CORRUPT, "a letter's template is not right");
}

/* --- the operator's own --- */

/* Editors elsewhere end lines with CR LF. */
static str_t without_returns(arena_t *arena, str_t text)
{
    buf_t kept = buf_new(arena, text.len);

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '\r')
            buf_put_char(&kept, text.ptr[i]);
    return buf_str(&kept);
}

/* *text_out is absent if there is no such file. */
static result_t read_own(struct reading *reading, str_t *text_out)
{
    const char *path =
        arena_printf(reading->letters->arena, "%.*s/%s", STR_ARG(reading->folder), reading->file)
            .ptr;

    *text_out = STR_NONE;
    if (reading->folder.len == 0 || file_is_missing(path))
        return OK;
    const char *why = file_read(reading->letters->arena, path, TEMPLATE_BYTES_MAX, text_out);
    if (why != NULL)
        return blame(reading, why);
    *text_out = without_returns(reading->letters->arena, *text_out);
    return str_is_text_utf8(*text_out) ? OK : blame(reading, "is no plain text in UTF-8");
}

/* A slot that we do not fill is a slip of the pen; without its link or code a letter is useless. */
static result_t compare_slots(
    struct reading *reading, const struct template *own, const struct template *built_in)
{
    static const str_t needed[] = {STR_INIT("link"), STR_INIT("code"), STR_INIT("paragraphs")};

    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (template_names(built_in, needed[i]) && !template_names(own, needed[i]))
            return blame(
                reading, arena_printf(reading->arena, "lacks {{%.*s}}", STR_ARG(needed[i])).ptr);
    }
    str_t path;
    for (size_t i = 0; str_present(path = template_name(own, i)); i++) {
        if (!template_names(built_in, path))
            return blame(
                reading, arena_printf(reading->arena,
                             "names {{%.*s}}, which this letter does not have", STR_ARG(path))
                             .ptr);
    }
    return OK;
}

/* --- each of them --- */

static result_t judge_mail(struct reading *reading, str_t text)
{
    str_t subject, empty;

    if (!str_next(&text, '\n', &subject) || str_trim(subject).len == 0)
        return blame(reading, "must begin with a line that is the subject");
    if (!str_next(&text, '\n', &empty) || str_trim(empty).len > 0)
        return blame(reading, "must have an empty line behind the subject");
    return OK;
}

static result_t parse(struct reading *reading, str_t text, const struct template **template_out)
{
    result_t parsed = template_parse(reading->letters->arena, text, template_out);

    return result_ok(parsed)
               ? OK
               : blame(reading, arena_printf(reading->arena, "is malformed: %s", parsed.what).ptr);
}

static result_t read_template(
    struct reading *reading, const char *file, bool is_mail, const struct template **template_out)
{
    str_t folder = reading->folder, own;
    const struct template *built_in = NULL;

    reading->file = file;
    TRY(read_own(reading, &own));
    reading->folder = STR("");
    str_t text = embed_find(notify_templates, str_from_cstr(file));
    if (!str_present(text))
        return blame(reading, "is missing");
    TRY(parse(reading, text, &built_in));
    *template_out = built_in;
    if (is_mail)
        TRY(judge_mail(reading, text));
    reading->folder = folder;
    if (!str_present(own))
        return OK;
    TRY(parse(reading, own, template_out));
    if (is_mail)
        TRY(judge_mail(reading, own));
    return compare_slots(reading, *template_out, built_in);
}

static const char *file_of(arena_t *arena, size_t letter, size_t language)
{
    return arena_printf(arena, "%s.%s.txt", list[letter].name, languages[language]).ptr;
}

static result_t read_all(struct reading *reading)
{
    struct letters *letters = reading->letters;

    TRY(read_template(reading, FRAME, false, &letters->frame));
    for (size_t i = 0; i < LETTERS; i++) {
        for (size_t j = 0; j < LANGUAGES; j++)
            TRY(read_template(reading, file_of(letters->arena, i, j), list[i].kind == MAIL,
                &letters->templates[i][j]));
    }
    return OK;
}

/* --- files that are nobody's --- */

static bool is_ours(struct reading *reading, const char *file, str_t *nearest_out)
{
    str_t name = str_from_cstr(file);

    *nearest_out = nearest_of(name, STR_NONE, STR("frame.html"));
    for (size_t i = 0; i < LETTERS * LANGUAGES; i++) {
        str_t ours = str_from_cstr(file_of(reading->letters->arena, i / LANGUAGES, i % LANGUAGES));
        if (str_eq(name, ours))
            return true;
        *nearest_out = nearest_of(name, *nearest_out, ours);
    }
    return str_eq(name, str_from_cstr(FRAME));
}

static result_t refuse_strangers(struct reading *reading)
{
    const char *path = arena_cstr(reading->letters->arena, reading->folder);
    DIR *folder = opendir(path);
    struct dirent *entry;
    result_t judged = OK;
    str_t nearest;

    if (folder == NULL)
        return blame(reading, "cannot be listed");
    while (result_ok(judged) && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.' || is_ours(reading, entry->d_name, &nearest))
            continue;
        reading->file = arena_cstr(reading->arena, str_from_cstr(entry->d_name));
        judged = blame(reading,
            str_present(nearest) ? arena_printf(reading->arena,
                                       "is no letter's name; did you mean %.*s?", STR_ARG(nearest))
                                       .ptr
                                 : "is no letter's name");
    }
    closedir(folder);
    return judged;
}

/* --- the whole --- */

result_t letters_open(
    str_t folder, arena_t *arena, str_t *problem_out, struct letters **letters_out)
{
    struct letters *letters = calloc(1, sizeof *letters);

    if (letters == NULL)
        abort();
    letters->arena = arena_new(ARENA_MAX);
    struct reading reading = {.letters = letters, .arena = arena, .folder = folder, .file = ""};
    result_t opened = folder.len > 0 ? refuse_strangers(&reading) : OK;
    if (result_ok(opened))
        opened = read_all(&reading);
    if (!result_ok(opened))
        letters_free(&letters);
    *problem_out = reading.problem;
    *letters_out = letters;
    return opened;
}

void letters_free(struct letters **letters)
{
    if (*letters == NULL)
        return;
    arena_free(&(*letters)->arena);
    free(*letters);
    *letters = NULL;
}

const char *letters_language(str_t locale)
{
    str_t primary = STR("");

    str_next(&locale, '-', &primary);
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (str_eq_ci(primary, str_from_cstr(languages[i])))
            return languages[i];
    }
    return languages[0];
}

const struct template *letters_find(
    const struct letters *letters, const char *name, const char *language)
{
    for (size_t i = 0; i < LETTERS * LANGUAGES; i++) {
        if (strcmp(list[i / LANGUAGES].name, name) == 0 &&
            strcmp(languages[i % LANGUAGES], language) == 0)
            return letters->templates[i / LANGUAGES][i % LANGUAGES];
    }
    return NULL;
}

bool letters_is_sms(const char *name)
{
    for (size_t i = 0; i < LETTERS; i++) {
        if (strcmp(list[i].name, name) == 0)
            return list[i].kind == SMS;
    }
    return false;
}

const struct template *letters_frame(const struct letters *letters)
{
    return letters->frame;
}
