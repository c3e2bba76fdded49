#include "notify/letter.h"

#include "base/clock.h"
#include "base/json_read.h"
#include "base/template.h"
#include "base/uri.h"

#include <string.h>

enum { LETTER_BYTES_MAX = 32 * 1024, FRAME_BYTES_MAX = 128 * 1024 };

static const str_t ACCENT = STR_INIT("#0f5e63");

static bool is_rtl(const char *language)
{
    return strcmp(language, "ar") == 0;
}

/* --- what goes in --- */

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* What mail programs make a link of. "Sammy Davis Jr." is nothing of the kind. */
static bool looks_like_an_address(str_t text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        char after = i + 1 < text.len ? text.ptr[i + 1] : ' ';

        if (c == '/' || c == '@' || c == ':' || (c == '.' && is_letter_or_digit(after)))
            return true;
    }
    return false;
}

/* One line of text. In a letter from right to left it keeps a direction of its own (UAX 9: FSI and
 * PDI), or dates and addresses would be read backwards. */
static str_t value_of(arena_t *arena, str_t value, bool isolate)
{
    buf_t line = buf_new(arena, value.len + 8);

    buf_put(&line, isolate ? STR("\u2068") : STR(""));
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        buf_put_char(&line, c < 0x20 || c == 0x7F ? ' ' : value.ptr[i]);
    }
    buf_put(&line, isolate ? STR("\u2069") : STR(""));
    return buf_str(&line);
}

/* Links and codes stand on lines of their own, where a mail program must find nothing else. */
static bool stands_alone(const char *name)
{
    return strcmp(name, "link") == 0 || strcmp(name, "code") == 0;
}

static json_t *values_of(arena_t *arena, json_t *view, bool rtl)
{
    static const char *const names[] = {"given_name", "family_name"};
    json_t *values = json_object();
    const char *name;
    json_t *value;

    json_object_foreach(view, name, value)
    {
        str_t text = json_read_str(view, name);
        if (str_present(text))
            json_put_str(
                values, name, value_of(arena, text, rtl && text.len > 0 && !stands_alone(name)));
        else
            json_object_set(values, name, value);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (looks_like_an_address(json_read_str(view, names[i])))
            json_object_del(values, names[i]);
    }
    return values;
}

void letter_put_time(json_t *view, const char *name, int64_t unix_s)
{
    char text[CLOCK_RFC3339_SIZE];

    clock_rfc3339(unix_s, text);
    json_object_set_new(view, name, json_sprintf("%.10s %.5s UTC", text, text + 11));
}

/* --- the plain part --- */

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

/* --- the HTML part --- */

struct paragraphs {
    json_t *list;
    str_t line; /* the last one, not yet put: a link's label perhaps; absent: none */
};

static void put_pending(struct paragraphs *self)
{
    if (!str_present(self->line))
        return;
    json_t *item = json_object();
    json_put_str(item, "text", self->line);
    json_array_append_new(self->list, item);
    self->line = STR_NONE;
}

static void put_link(struct paragraphs *self, str_t link)
{
    str_t label = str_present(self->line) ? self->line : link;
    json_t *item = json_object();

    while (str_ends_with(label, STR(":")) || str_ends_with(label, STR(" ")))
        label.len--;
    json_put_str(item, "link", link);
    json_put_str(item, "label", label);
    json_array_append_new(self->list, item);
    self->line = STR_NONE;
}

static void put_code(struct paragraphs *self, str_t code)
{
    json_t *item = json_object();

    put_pending(self);
    json_put_str(item, "code", code);
    json_array_append_new(self->list, item);
}

static json_t *paragraphs_of(str_t body, str_t link, str_t code)
{
    struct paragraphs self = {json_array(), STR_NONE};
    str_t line;

    while (str_next(&body, '\n', &line)) {
        line = str_trim(line);
        if (str_present(link) && str_eq(line, link)) {
            put_link(&self, link);
        } else if (str_present(code) && str_eq(line, code)) {
            put_code(&self, code);
        } else {
            put_pending(&self);
            self.line = line.len > 0 ? line : STR_NONE;
        }
    }
    put_pending(&self);
    return self.list;
}

static str_t html_of(arena_t *arena, const struct template *frame, const struct letter_head *head,
    const struct letter *letter, const json_t *values)
{
    buf_t html = buf_new(arena, FRAME_BYTES_MAX);
    json_auto_t *view = json_object();

    json_put_str(view, "lang", str_from_cstr(letter->language));
    json_put_str(view, "dir", is_rtl(letter->language) ? STR("rtl") : STR("ltr"));
    json_put_str(view, "subject", letter->subject);
    json_put_str(view, "name", head->name);
    json_put_str(view, "issuer", head->issuer);
    json_put_str(view, "accent", head->accent.len > 0 ? head->accent : ACCENT);
    json_object_set_new(view, "paragraphs",
        paragraphs_of(letter->text, json_read_str(values, "link"), json_read_str(values, "code")));
    template_fill(frame, view, &html);
    return html.overflowed ? STR_NONE : buf_str(&html);
}

/* Mail: the first line is the subject, then comes an empty one. */
static result_t split(arena_t *arena, const struct letters *letters, const struct letter_head *head,
    str_t filled, const json_t *values, struct letter *letter)
{
    str_t subject = STR("");

    str_next(&filled, '\n', &subject);
    letter->subject = plain(arena, subject);
    letter->text = plain(arena, str_from(filled, 1));
    letter->html = html_of(arena, letters_frame(letters), head, letter, values);
    return str_present(letter->html) ? OK : result_fail(RESULT_FAILED, "a letter is too long");
}

/* Origin-bound one-time codes: the last line lets a browser fill the code in on our pages alone. */
static str_t bind_code(
    arena_t *arena, const struct letter_head *head, str_t text, const json_t *values)
{
    str_t code = json_read_str(values, "code");
    struct uri issuer;

    while (str_ends_with(text, STR("\n")))
        text.len--;
    if (!str_present(code) || !uri_parse(head->issuer, &issuer))
        return text;
    return arena_printf(
        arena, "%.*s\n\n@%.*s #%.*s", STR_ARG(text), STR_ARG(issuer.host), STR_ARG(code));
}

result_t letter_write(arena_t *arena, const struct letters *letters, const struct letter_head *head,
    const char *name, str_t locale, json_t *view, struct letter *letter_out)
{
    const char *language = letters_language(locale);
    const struct template *template = letters_find(letters, name, language);
    buf_t filled = buf_new(arena, LETTER_BYTES_MAX);

    if (template == NULL)
        return result_fail(RESULT_FAILED, "there is no such letter");
    json_put_str(view, "issuer", head->issuer);
    json_put_str(view, "name", head->name);
    json_auto_t *values = values_of(arena, view, is_rtl(language));
    template_fill(template, values, &filled);
    if (filled.overflowed)
        return result_fail(RESULT_FAILED, "a letter is too long");
    *letter_out = (struct letter){.language = language};
    if (!letters_is_sms(name))
        return split(arena, letters, head, buf_str(&filled), values, letter_out);
    letter_out->text = bind_code(arena, head, plain(arena, buf_str(&filled)), values);
    return OK;
}
