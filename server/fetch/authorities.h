/* The certificate authorities that peers are judged by: the system's, and those of a file. As one
 * file in memory, since libcurl reads two files slowly or not at all. */
#ifndef TESSERA_FETCH_AUTHORITIES_H
#define TESSERA_FETCH_AUTHORITIES_H

#include "base/result.h"
#include "base/str.h"

struct fetch_authorities {
    int fd;
    char path[32];
};

/* `ca_file` may be empty; RESULT_FAILED if it cannot be read or holds no certificate. A system
 * without authorities is warned about and trusts nobody else. */
MUST_USE result_t fetch_authorities_open(str_t ca_file, struct fetch_authorities *authorities);
void fetch_authorities_close(struct fetch_authorities *authorities);

#endif
