/* Where libmicrohttpd writes: into our log, as data and never as a format. */
#ifndef TESSERA_HTTP_LIBRARY_LOG_H
#define TESSERA_HTTP_LIBRARY_LOG_H

#include <stdarg.h>

/* A logger for MHD_OPTION_EXTERNAL_LOGGER. */
void http_library_log_mhd(void *self, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
