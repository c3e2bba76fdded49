#include "base/log.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096, CORRELATION_SIZE = 64 };

static atomic_int current_level = LOG_LEVEL_INFO;
static atomic_int current_format = LOG_FORMAT_TEXT;
static _Thread_local char correlation[CORRELATION_SIZE];

static const char *const level_names[] = {"debug", "info", "warn", "error"};

/* One line under construction; what does not fit is cut, the line stays well-formed. */
struct line {
    char text[LINE_MAX_BYTES];
    size_t len;
};

void log_open(enum log_format format, enum log_level level)
{
    atomic_store(&current_format, (int)format);
    atomic_store(&current_level, (int)level);
}

void log_set_level(enum log_level level)
{
    atomic_store(&current_level, (int)level);
}

void log_set_correlation(str_t id)
{
    size_t len = id.len < CORRELATION_SIZE - 1 ? id.len : CORRELATION_SIZE - 1;
    if (len > 0)
        memcpy(correlation, id.ptr, len);
    correlation[len] = '\0';
}

str_t log_correlation(void)
{
    return correlation[0] != '\0' ? str_from_cstr(correlation) : STR_NONE;
}

bool log_enabled(enum log_level level)
{
    return (int)level >= atomic_load(&current_level);
}

/* Keeps room for the closing characters of the line. */
static bool fits(const struct line *line, size_t len)
{
    return line->len + len < LINE_MAX_BYTES - 8;
}

static void put(struct line *line, str_t s)
{
    if (s.len == 0 || !fits(line, s.len))
        return;
    memcpy(line->text + line->len, s.ptr, s.len);
    line->len += s.len;
}

static void put_cstr(struct line *line, const char *text)
{
    put(line, str_from_cstr(text));
}

/* Bytes above 0x7F pass only as valid UTF-8, so that a line is always valid JSON. */
static void put_quoted(struct line *line, str_t s)
{
    put_cstr(line, "\"");
    bool utf8 = true;
    for (size_t i = 0; i < s.len && utf8; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            utf8 = false;
    utf8 = utf8 || str_is_clean_utf8(s);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        char escaped[8];
        if (c == '"' || c == '\\')
            snprintf(escaped, sizeof escaped, "\\%c", c);
        else if (c < 0x20 || c == 0x7F || (c >= 0x80 && !utf8))
            snprintf(escaped, sizeof escaped, "\\u%04x", c);
        else
            snprintf(escaped, sizeof escaped, "%c", c);
        put_cstr(line, escaped);
    }
    put_cstr(line, "\"");
}

static void put_field(struct line *line, const struct log_field *field, bool json)
{
    if (!field->is_int && !str_present(field->text))
        return;
    size_t need = strlen(field->name) + 32 + (field->is_int ? 0 : 6 * field->text.len);
    if (!fits(line, need))
        return;
    put_cstr(line, json ? ",\"" : " ");
    put_cstr(line, field->name);
    put_cstr(line, json ? "\":" : "=");
    if (field->is_int) {
        char number[24];
        snprintf(number, sizeof number, "%" PRId64, field->number);
        put_cstr(line, number);
    } else {
        put_quoted(line, field->text);
    }
}

void log_event(enum log_level level, const char *event, const struct log_field *fields, size_t n)
{
    if (!log_enabled(level))
        return;
    bool json = atomic_load(&current_format) == LOG_FORMAT_JSON;
    char time[CLOCK_RFC3339_SIZE];
    clock_rfc3339(clock_now_s(&clock_system), time);

    struct line line = {.len = 0};
    put_cstr(&line, json ? "{\"time\":\"" : "");
    put_cstr(&line, time);
    put_cstr(&line, json ? "\",\"level\":\"" : " ");
    put_cstr(&line, level_names[level]);
    put_cstr(&line, json ? "\",\"event\":\"" : " ");
    put_cstr(&line, event);
    put_cstr(&line, json ? "\"" : "");
    if (correlation[0] != '\0') {
        struct log_field id = log_cstr("correlation_id", correlation);
        put_field(&line, &id, json);
    }
    for (size_t i = 0; i < n; i++)
        put_field(&line, &fields[i], json);
    line.text[line.len++] = json ? '}' : '\n';
    if (json)
        line.text[line.len++] = '\n';
    /* One write a line: lines of several threads and processes do not mix. */
    ssize_t written = write(STDERR_FILENO, line.text, line.len);
    (void)written;
}
