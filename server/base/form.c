#include "base/form.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte behind the '%' at `at`, or -1 if there are no two hex digits. */
static int escaped_byte(str_t text, size_t at)
{
    if (text.len - at < 3)
        return -1;
    int high = hex_digit(text.ptr[at + 1]), low = hex_digit(text.ptr[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

str_t form_decode(arena_t *arena, str_t text)
{
    char *decoded = arena_alloc(arena, text.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        int byte = text.ptr[i] == '+' ? ' ' : (unsigned char)text.ptr[i];

        if (text.ptr[i] == '%') {
            byte = escaped_byte(text, i);
            i += 2;
        }
        if (byte < 0)
            return STR_NONE;
        decoded[len++] = (char)byte;
    }
    return (str_t){decoded, len};
}

static enum form_status parse_field(arena_t *arena, str_t text, struct form_field *field_out)
{
    str_t name, rest = text;

    str_next(&rest, '=', &name);
    field_out->name = form_decode(arena, name);
    field_out->value = form_decode(arena, str_present(rest) ? rest : STR(""));
    if (!str_present(field_out->name) || !str_present(field_out->value))
        return FORM_BAD_ESCAPE;
    /* A NUL would cut the value for whoever reads it as C text, invalid UTF-8 could not be
     * repeated in JSON. */
    if (!str_is_clean_utf8(field_out->name) || !str_is_text_utf8(field_out->value))
        return FORM_BAD_CHARACTER;
    return FORM_OK;
}

enum form_status form_parse(arena_t *arena, str_t text, struct form *form_out)
{
    struct form form = {ARENA_ARRAY(arena, struct form_field, FORM_MAX_FIELDS), 0};
    str_t part;

    *form_out = (struct form){0};
    while (str_next(&text, '&', &part)) {
        if (part.len == 0)
            continue;
        if (form.n == FORM_MAX_FIELDS)
            return FORM_TOO_MANY;
        enum form_status status = parse_field(arena, part, &form.fields[form.n++]);
        if (status != FORM_OK)
            return status;
    }
    *form_out = form;
    return FORM_OK;
}

const char *form_status_text(enum form_status status)
{
    switch (status) {
    case FORM_OK:
        return "";
    case FORM_TOO_MANY:
        return "too many parameters";
    case FORM_BAD_ESCAPE:
        return "a parameter has a malformed percent escape";
    case FORM_BAD_CHARACTER:
        return "a parameter holds control characters or is not UTF-8";
    }
    return "";
}

str_t form_get(const struct form *form, const char *name)
{
    for (size_t i = 0; i < form->n; i++) {
        if (str_eq(form->fields[i].name, str_from_cstr(name)))
            return form->fields[i].value;
    }
    return STR_NONE;
}

size_t form_count(const struct form *form, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < form->n; i++)
        count += str_eq(form->fields[i].name, str_from_cstr(name)) ? 1 : 0;
    return count;
}

/* At most FORM_MAX_FIELDS squared over two comparisons. */
bool form_repeats(const struct form *form, str_t allowed)
{
    for (size_t i = 0; i < form->n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (str_eq(form->fields[i].name, form->fields[j].name) &&
                !str_list_has(allowed, form->fields[i].name))
                return true;
        }
    }
    return false;
}

static bool unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void form_put_encoded(buf_t *text, str_t value)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];

        if (unreserved(value.ptr[i])) {
            buf_put_char(text, value.ptr[i]);
        } else {
            buf_put_char(text, '%');
            buf_put_char(text, digits[c >> 4]);
            buf_put_char(text, digits[c & 15]);
        }
    }
}

void form_put(buf_t *text, str_t name, str_t value)
{
    if (text->len > 0)
        buf_put_char(text, '&');
    form_put_encoded(text, name);
    buf_put_char(text, '=');
    form_put_encoded(text, value);
}

enum { FORM_TEXT_MAX = 1 << 20 };

str_t form_write(arena_t *arena, const struct form *form)
{
    buf_t text = buf_new(arena, FORM_TEXT_MAX);

    for (size_t i = 0; i < form->n; i++)
        form_put(&text, form->fields[i].name, form->fields[i].value);
    return buf_str(&text);
}
