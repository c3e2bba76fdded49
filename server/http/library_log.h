/* Where Ulfius, libmicrohttpd and Yder write: into our log, as data and never as a format. */
#ifndef TESSERA_HTTP_LIBRARY_LOG_H
#define TESSERA_HTTP_LIBRARY_LOG_H

#include <stdarg.h>

/* Before the first server starts; again does nothing. */
void http_library_log_open(void);

/* A logger for MHD_OPTION_EXTERNAL_LOGGER. */
void http_library_log_mhd(void *self, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
