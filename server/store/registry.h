/* The generation of what is registered (clients, scopes, resources): triggers of the database raise
 * it, so that no writer can forget to. Ports of oauth/ports.h.
 */
#ifndef TESSERA_STORE_REGISTRY_H
#define TESSERA_STORE_REGISTRY_H

#include "base/result.h"

#include <stdint.h>

MUST_USE result_t store_registry_generation(void *self, int64_t *generation_out);

#endif
