/* RSA keys of a chip library that drew its primes from too few: their factors are found in days
 * (ROCA, CVE-2017-15361). Whoever holds such a key shares it with the world. Pure; any thread.
 */
#ifndef TESSERA_JOSE_ROCA_H
#define TESSERA_JOSE_ROCA_H

#include "base/str.h"

/* Whether the modulus (big-endian) bears the library's mark. A sound key bears it by chance once in
 * a hundred million. */
bool roca_marks(str_t modulus);

#endif
