#include "http/library_log.h"

#include "base/log.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <yder.h>

enum { MESSAGE_BYTES = 512 };

static void from_yder(
    void *self, const char *app, const time_t date, const unsigned long level, const char *message)
{
    (void)self;
    (void)app;
    (void)date;
    if ((level & Y_LOG_LEVEL_ERROR) != 0)
        log_warn("http.library", log_cstr("message", message));
    else
        log_debug("http.library", log_cstr("message", message));
}

static void open_yder(void)
{
    y_set_logs_callback(from_yder, NULL, NULL);
    y_init_logs("tessera", Y_LOG_MODE_CALLBACK, Y_LOG_LEVEL_ERROR, NULL, NULL);
}

void http_library_log_open(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, open_yder);
}

/* Most of it tells of clients that went away: no news for an operator. */
void http_library_log_mhd(void *self, const char *format, va_list arguments)
{
    char message[MESSAGE_BYTES];

    (void)self;
    vsnprintf(message, sizeof message, format, arguments);
    str_t text = str_from_cstr(message);
    while (text.len > 0 && text.ptr[text.len - 1] == '\n')
        text.len--;
    log_debug("http.library", log_str("message", text));
}
