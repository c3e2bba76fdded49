#include "http/library_log.h"

#include "base/log.h"

#include <stdio.h>

enum { MESSAGE_BYTES = 512 };

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
