/* The one way to the addresses that clients name: jwks_uri, back-channel logout, and the like. A
 * stranger's URL must not make us reach where only we can reach (server-side request forgery), hold
 * us up, or fill us.
 *
 *   https, TLS 1.2 and above, certificates verified; no credentials, no redirects, no proxies, no
 *   cookies, no content codings
 *   the name is looked up once, every address is judged, and only judged ones are connected to:
 *   public ones, and what fetch.allow_hosts opens
 *   64 KiB at most, 3 seconds for everything; answers of GET are kept and shared (fetch/cache.h)
 *
 * Open and close are for one thread; the port may be used by any.
 */
#ifndef TESSERA_FETCH_FETCHER_H
#define TESSERA_FETCH_FETCHER_H

#include "fetch/resolver.h"
#include "oauth/ports.h"

enum { FETCH_TIME_MS = 3000 };

struct fetcher_settings {
    str_array_t allow_hosts;               /* as config/allowed_host.h; borrowed for its life */
    str_t ca_file;                         /* empty: only the system's authorities */
    size_t callers_max;                    /* of GET at once */
    const struct fetch_resolver *resolver; /* NULL: the system's */
};

struct fetcher;

/* RESULT_FAILED if the authorities cannot be read or an entry of the list is none. Before there
 * are other threads. Own. */
MUST_USE result_t fetcher_open(
    const struct fetcher_settings *settings, struct fetcher **fetcher_out);
void fetcher_close(struct fetcher **fetcher); /* nobody inside; NULL inside is fine */

struct oauth_fetcher fetcher_port(struct fetcher *fetcher);

#endif
