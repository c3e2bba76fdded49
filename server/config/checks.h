/* Checks of one value, named in settings.def. Each is a setting_check (settings.h). */
#ifndef TESSERA_CONFIG_CHECKS_H
#define TESSERA_CONFIG_CHECKS_H

#include "config/settings.h"

setting_check check_issuer;
setting_check check_https;
setting_check check_listen;
setting_check check_range;
setting_check check_database_url;
setting_check check_file;         /* a regular file that we can read */
setting_check check_private_file; /* and that nobody but its owner can */
setting_check check_name;         /* 1 to 64 characters, none of them control characters */
setting_check check_accent;       /* #RRGGBB with enough contrast to white */

/* What several settings must be to each other, and what must be set at all. */
void check_together(
    const struct config *config, enum config_purpose purpose, struct config_problems *problems);

#endif
