/* Rules over several settings, each of them right by itself. */
#ifndef TESSERA_CONFIG_CROSS_CHECKS_H
#define TESSERA_CONFIG_CROSS_CHECKS_H

#include "config/config.h"

/* What several settings must be to each other, and what must be set at all. */
void check_together(
    const struct config *config, enum config_purpose purpose, struct config_problems *problems);

#endif
