/* What is right, and perhaps not meant: an operator is told, and the server starts. */
#ifndef TESSERA_CONFIG_ADVICE_H
#define TESSERA_CONFIG_ADVICE_H

#include "config/config.h"

struct config_advice {
    str_t key;
    const char *message; /* a sentence without the key */
};

/* The next piece for these settings from *at on, which begins with 0; NULL past the last. Static.
 */
const struct config_advice *config_advice_next(const struct config *config, size_t *at);

#endif
