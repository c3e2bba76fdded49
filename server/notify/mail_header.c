#include "notify/mail_header.h"

#include "base/base64url.h"
#include "base/buf.h"

#include <string.h>
#include <time.h>

enum {
    LINE_MAX_LEN = 76,
    FIELD_MAX = 8192,
    /* Bytes of one encoded word: "=?UTF-8?B?...?=" has at most 75 characters (RFC 2047, section 2),
     * of which base64 may take 60; shorter, so that the field's name fits before the first. */
    WORD_BYTES = 39,
};

static str_t without_controls(arena_t *arena, str_t text)
{
    char *clean = arena_alloc(arena, text.len + 1);

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        clean[i] = c < 0x20 || c == 0x7F ? ' ' : text.ptr[i];
    }
    return (str_t){clean, text.len};
}

/* Readers decode "=?" wherever it stands, so it is never left plain. */
static bool is_plain(str_t text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < ' ' || text.ptr[i] > '~' || str_starts_with(str_from(text, i), STR("=?")))
            return false;
    }
    return true;
}

/* The longest part of whole characters that one encoded word holds. */
static size_t word_length(str_t text)
{
    size_t len = text.len < WORD_BYTES ? text.len : WORD_BYTES;

    while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--;
    return len > 0 ? len : text.len;
}

static void put_encoded(buf_t *field, arena_t *arena, str_t text)
{
    for (bool first = true; text.len > 0; first = false) {
        size_t len = word_length(text);

        if (!first)
            buf_put(field, STR("\r\n "));
        buf_printf(field, "=?UTF-8?B?%.*s?=", STR_ARG(base64_encode(arena, text.ptr, len)));
        text = str_from(text, len);
    }
}

str_t mail_header_text(arena_t *arena, const char *name, str_t text)
{
    buf_t field = buf_new(arena, FIELD_MAX);
    str_t clean = without_controls(arena, text);

    buf_printf(&field, "%s: ", name);
    if (is_plain(clean) && field.len + clean.len <= LINE_MAX_LEN)
        buf_put(&field, clean);
    else
        put_encoded(&field, arena, clean);
    return buf_str(&field);
}

static void put_quoted(buf_t *field, str_t text)
{
    buf_put_char(field, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            buf_put_char(field, '\\');
        buf_put_char(field, text.ptr[i]);
    }
    buf_put_char(field, '"');
}

str_t mail_header_mailbox(arena_t *arena, const char *name, str_t display, str_t address)
{
    buf_t field = buf_new(arena, FIELD_MAX);
    str_t clean = without_controls(arena, display);

    buf_printf(&field, "%s: ", name);
    if (clean.len > 0 && is_plain(clean) && clean.len <= LINE_MAX_LEN / 2)
        put_quoted(&field, clean);
    else
        put_encoded(&field, arena, clean);
    /* A line that goes on begins with a space (RFC 5322, section 2.2.3), name or not. */
    if (field.len + address.len + 3 > LINE_MAX_LEN)
        buf_put(&field, STR("\r\n "));
    else if (clean.len > 0)
        buf_put_char(&field, ' ');
    buf_printf(&field, "<%.*s>", STR_ARG(address));
    return buf_str(&field);
}

str_t mail_header_date(arena_t *arena, int64_t unix_s)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t seconds = (time_t)unix_s;
    struct tm tm = {0};

    gmtime_r(&seconds, &tm);
    return arena_printf(arena, "Date: %.3s, %02d %.3s %d %02d:%02d:%02d +0000",
        days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour,
        tm.tm_min, tm.tm_sec);
}
