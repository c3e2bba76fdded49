/* Where a setting stands in the text of a JSON file, for messages: Jansson does not keep lines. */
#ifndef TESSERA_CONFIG_LOCATE_H
#define TESSERA_CONFIG_LOCATE_H

#include "base/str.h"

/* The line, from 1, of the member `key` ("issuer", "tls.key_file") of well-formed JSON; 0 if it is
 * not found (a name that is written with escapes is not). */
int locate_line(str_t json, str_t key);

#endif
