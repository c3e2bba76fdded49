#include "notify/letter.h"

#include "base/embed.h"
#include "base/template.h"

#include <string.h>

extern const struct embed_file notify_templates[];

static const char *const names[] = {"account_locked"};
static const char *const langs[] = {"en", "de", "fr", "es", "ar"}; /* the first is the default */
enum { NAMES = sizeof names / sizeof *names, LANGS = sizeof langs / sizeof *langs };
enum { LETTER_BYTES_MAX = 32 * 1024 };

struct letters {
    const struct template *templates[NAMES][LANGS];
};

result_t letters_load(arena_t *arena, const struct letters **letters_out)
{
    struct letters *letters = ARENA_NEW(arena, struct letters);

    for (size_t name = 0; name < NAMES; name++) {
        for (size_t lang = 0; lang < LANGS; lang++) {
            str_t text = embed_find(
                notify_templates, arena_printf(arena, "%s.%s.txt", names[name], langs[lang]));
            if (!str_present(text))
                return result_fail(RESULT_CORRUPT, "a letter's template is missing");
            TRY(template_parse(arena, text, &letters->templates[name][lang]));
        }
    }
    *letters_out = letters;
    return OK;
}

static size_t lang_of(str_t locale)
{
    str_t primary = STR("");

    str_next(&locale, '-', &primary);
    for (size_t i = 0; i < LANGS; i++) {
        if (str_eq_ci(primary, str_from_cstr(langs[i])))
            return i;
    }
    return 0;
}

static size_t name_of(const char *name)
{
    size_t i = 0;

    while (i < NAMES && strcmp(names[i], name) != 0)
        i++;
    return i;
}

/* What base/template.h escaped, plain again: exactly its five entities. */
static str_t plain(arena_t *arena, str_t escaped)
{
    static const struct {
        str_t entity;
        char c;
    } entities[] = {{STR_INIT("&amp;"), '&'}, {STR_INIT("&lt;"), '<'}, {STR_INIT("&gt;"), '>'},
        {STR_INIT("&quot;"), '"'}, {STR_INIT("&#39;"), '\''}};
    buf_t text = buf_new(arena, escaped.len + 1);

    while (escaped.len > 0) {
        size_t taken = 1;
        char c = escaped.ptr[0];

        for (size_t i = 0; c == '&' && i < sizeof entities / sizeof *entities; i++) {
            if (str_starts_with(escaped, entities[i].entity)) {
                c = entities[i].c;
                taken = entities[i].entity.len;
                break;
            }
        }
        buf_put_char(&text, c);
        escaped = str_from(escaped, taken);
    }
    return buf_str(&text);
}

static str_t html_of(arena_t *arena, const char *lang, str_t subject, str_t body)
{
    buf_t html = buf_new(arena, 2 * LETTER_BYTES_MAX);
    str_t line;

    buf_printf(&html,
        "<!doctype html>\n<html lang=\"%s\" dir=\"%s\">\n<head><meta charset=\"utf-8\"><title>",
        lang, strcmp(lang, "ar") == 0 ? "rtl" : "ltr");
    buf_put(&html, subject);
    buf_put(&html, STR("</title></head>\n<body>\n"));
    while (str_next(&body, '\n', &line)) {
        if (line.len == 0)
            continue;
        buf_put(&html, STR("<p>"));
        buf_put(&html, line);
        buf_put(&html, STR("</p>\n"));
    }
    buf_put(&html, STR("</body>\n</html>\n"));
    return buf_str(&html);
}

result_t letter_write(arena_t *arena, const struct letters *letters, const char *name, str_t locale,
    const json_t *view, struct letter *letter_out)
{
    size_t index = name_of(name), lang = lang_of(locale);
    buf_t filled = buf_new(arena, LETTER_BYTES_MAX);
    str_t subject = STR("");

    if (index == NAMES)
        return result_fail(RESULT_FAILED, "there is no such letter");
    template_fill(letters->templates[index][lang], view, &filled);
    if (filled.overflowed)
        return result_fail(RESULT_FAILED, "a letter is too long");
    str_t body = buf_str(&filled);
    str_next(&body, '\n', &subject);
    body = str_from(body, 1); /* the empty line */
    *letter_out = (struct letter){.lang = langs[lang],
        .subject = plain(arena, subject),
        .text = plain(arena, body),
        .html = html_of(arena, langs[lang], subject, body)};
    return OK;
}
