/* Collecting mistakes while loading. */
#ifndef TESSERA_CONFIG_PROBLEMS_H
#define TESSERA_CONFIG_PROBLEMS_H

#include "config/config.h"

/* `place` and `key` are copied. */
void config_problem_add(struct config_problems *problems, str_t place, str_t key,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
