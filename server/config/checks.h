/* Checks of one value, named in settings.def. */
#ifndef TESSERA_CONFIG_CHECKS_H
#define TESSERA_CONFIG_CHECKS_H

#include "base/arena.h"

/* Judges one value (one element of a list) that is not empty: absent if it is right, else what is
 * wrong with it, as the end of a sentence ("must be ..."). May look at the file system. */
typedef str_t setting_check(arena_t *arena, str_t value);

setting_check check_issuer;
setting_check check_https;
setting_check check_listen;
setting_check check_range;
setting_check check_domain;
setting_check check_allowed_host;
setting_check check_database_url;
setting_check check_file;         /* a regular file that we can read */
setting_check check_private_file; /* and that nobody but its owner can */
setting_check check_folder;       /* that we can list */
setting_check check_mail_url;
setting_check check_mailbox;
setting_check check_gateway_url; /* https, or http to a loopback host */
setting_check check_sid;         /* letters and digits */
setting_check check_name;        /* 1 to 64 characters, none of them control characters */
setting_check check_accent;      /* #RRGGBB with enough contrast to white */

#endif
