/* Operational log: one line an event, as JSON or text, to standard error. Control characters are
 * escaped; the caller never passes a secret or token. Callable from any thread; log_open once at
 * start. The correlation id belongs to the calling thread and stands in each of its lines.
 */
#ifndef TESSERA_BASE_LOG_H
#define TESSERA_BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };
enum log_format { LOG_FORMAT_TEXT, LOG_FORMAT_JSON };

struct log_field {
    const char *name;
    bool is_int;
    str_t text;
    int64_t number;
};

static inline struct log_field log_str(const char *name, str_t value)
{
    return (struct log_field){.name = name, .text = value};
}

static inline struct log_field log_cstr(const char *name, const char *value)
{
    return (struct log_field){.name = name, .text = str_from_cstr(value)};
}

static inline struct log_field log_int(const char *name, int64_t value)
{
    return (struct log_field){.name = name, .is_int = true, .number = value};
}

void log_open(enum log_format format, enum log_level level);
void log_set_level(enum log_level level); /* while running, by SIGHUP */
void log_set_correlation(str_t id);       /* copied, at most 63 bytes; STR_NONE clears */
str_t log_correlation(
    void); /* of the calling thread, borrowed until it is set again; may be absent */
bool log_enabled(enum log_level level);

/* `event` is a short stable name with dots ("store.reconnect"); fields follow. */
void log_event(enum log_level level, const char *event, const struct log_field *fields, size_t n);

#define LOG_AT_(level, event, ...)                                                                 \
    do {                                                                                           \
        const struct log_field log_fields_[] = {{0}, ##__VA_ARGS__};                               \
        log_event(                                                                                 \
            (level), (event), log_fields_ + 1, sizeof log_fields_ / sizeof log_fields_[0] - 1);    \
    } while (0)

/* log_info("store.open", log_str("engine", engine), log_int("version", 3)); */
#define log_debug(event, ...) LOG_AT_(LOG_LEVEL_DEBUG, event, ##__VA_ARGS__)
#define log_info(event, ...) LOG_AT_(LOG_LEVEL_INFO, event, ##__VA_ARGS__)
#define log_warn(event, ...) LOG_AT_(LOG_LEVEL_WARN, event, ##__VA_ARGS__)
#define log_error(event, ...) LOG_AT_(LOG_LEVEL_ERROR, event, ##__VA_ARGS__)

#endif
