/* Parameters of a request to a protocol endpoint, over the strict form parser. Pure; any thread. */
#ifndef TESSERA_OAUTH_PARAMS_H
#define TESSERA_OAUTH_PARAMS_H

#include "base/form.h"

/* Absent when missing, and when empty: a parameter without a value counts as omitted (RFC 6749,
 * sections 3.1 and 3.2). */
str_t oauth_param(const struct form *form, const char *name);

/* All values of a parameter that may repeat, empty ones left out. */
str_array_t oauth_param_all(arena_t *arena, const struct form *form, const char *name);

/* RFC 6749, sections 3.1 and 3.2: no parameter more than once; RFC 8707, section 2, excepts
 * `resource`. */
bool oauth_params_repeated(const struct form *form);

#endif
