/* The host of sign-in schemes (plugins/include/tessera/scheme.h): finds them by name, seals what
 * they keep, and gives them what they may use. It fills the ports authn_schemes and
 * account_schemes. A host is immutable once it stands: any thread may use its ports.
 */
#ifndef TESSERA_PLUGIN_HOST_H
#define TESSERA_PLUGIN_HOST_H

#include "account/ports.h"
#include "authn/ports.h"
#include "plugin/services.h"

#include <tessera/scheme.h>

struct plugin_host;

enum { PLUGIN_SCHEMES_MAX = 16 };

/* Opens each of `schemes` (n, built in or loaded). RESULT_FAILED for one with another ABI, a struct
 * that is too small, a missing function, a malformed or repeated name, or whose open fails. Own. */
MUST_USE result_t plugin_host_new(const struct plugin_services *services,
    const struct tessera_scheme *const *schemes, size_t n, struct plugin_host **host_out);

/* Nobody may be inside a port. Closes the schemes. NULL inside is fine; sets it to NULL. */
void plugin_host_free(struct plugin_host **host);

/* The ports; they borrow the host. */
struct authn_schemes plugin_host_authn(struct plugin_host *host);
struct account_schemes plugin_host_account(struct plugin_host *host);

#endif
