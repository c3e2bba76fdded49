#include "base/mailbox.h"

#include "base/buf.h"
#include "base/host.h"

#include <string.h>

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* Parts between single dots, none of them empty, of letters, digits and `others`. */
static bool is_dotted(str_t text, const char *others)
{
    char before = '.';

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\0' || (c == '.' && before == '.') ||
            (c != '.' && !is_letter_or_digit(c) && strchr(others, c) == NULL))
            return false;
        before = c;
    }
    return before != '.';
}

static bool take_address(str_t address, struct mailbox *mailbox)
{
    str_t rest = address;

    if (address.len > MAILBOX_ADDRESS_MAX || !str_is_clean_utf8(address) ||
        !str_next(&rest, '@', &mailbox->local) || !str_present(rest))
        return false;
    mailbox->domain = rest;
    /* atext (RFC 5322, section 3.2.3), which RFC 6531 widens; the rest would need quotes. */
    return mailbox->local.len <= MAILBOX_LOCAL_MAX && rest.len <= HOST_NAME_MAX &&
           is_dotted(mailbox->local, "!#$%&'*+-/=?^_`{|}~") && is_dotted(rest, "-");
}

/* What stands between quotes (RFC 5322, section 3.2.4). */
static bool unquote(arena_t *arena, str_t inner, str_t *name_out)
{
    buf_t name = buf_new(arena, MAILBOX_NAME_MAX);

    for (size_t i = 0; i < inner.len; i++) {
        if (inner.ptr[i] == '"')
            return false;
        if (inner.ptr[i] == '\\' && ++i == inner.len)
            return false;
        buf_put_char(&name, inner.ptr[i]);
    }
    *name_out = buf_str(&name);
    return !name.overflowed;
}

static bool take_name(arena_t *arena, str_t text, struct mailbox *mailbox)
{
    if (text.len == 0)
        return true;
    if (!str_is_clean_utf8(text) || text.len > MAILBOX_NAME_MAX)
        return false;
    if (text.ptr[0] == '"')
        return text.len > 2 && str_ends_with(text, STR("\"")) &&
               unquote(arena, str_first(str_from(text, 1), text.len - 2), &mailbox->name);
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("()<>[]:;@\\,\"", text.ptr[i]) != NULL)
            return false;
    }
    mailbox->name = text;
    return true;
}

bool mailbox_parse(arena_t *arena, str_t text, struct mailbox *mailbox_out)
{
    str_t whole = str_trim(text);
    size_t open = whole.len;

    *mailbox_out = (struct mailbox){0};
    if (!str_ends_with(whole, STR(">")))
        return take_address(whole, mailbox_out);
    while (open > 0 && whole.ptr[open - 1] != '<')
        open--;
    if (open == 0)
        return false;
    str_t address = str_first(str_from(whole, open), whole.len - open - 1);
    return take_address(address, mailbox_out) &&
           take_name(arena, str_trim(str_first(whole, open - 1)), mailbox_out);
}
