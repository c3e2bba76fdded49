/* What operators see of a running node: requests and acts as they are counted, and what is read
 * when somebody asks. Any thread may render.
 */
#ifndef TESSERA_APP_TELEMETRY_H
#define TESSERA_APP_TELEMETRY_H

#include "app/storage.h"
#include "http/observer.h"
#include "http/routes.h"

struct telemetry;

/* Puts itself between the storage's audit port and whoever records from now on. `storage` and
 * `routes` are borrowed. Own. */
struct telemetry *telemetry_new(struct storage *storage, const struct http_routes *routes);

/* Gives the port back; the storage is still open. NULL inside is fine; sets it to NULL. */
void telemetry_free(struct telemetry **telemetry);

/* Borrows it. */
const struct http_observer *telemetry_observer(const struct telemetry *telemetry);

/* The text format of Prometheus. `self` is the telemetry. */
str_t telemetry_render(void *self, arena_t *arena);

#endif
