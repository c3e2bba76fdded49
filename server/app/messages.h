/* Messages to people of one running server: the outbox, what delivers it, and by which gateways.
 * One thread starts and ends it; in between any thread may use it.
 */
#ifndef TESSERA_APP_MESSAGES_H
#define TESSERA_APP_MESSAGES_H

#include "app/logout_gateway.h"
#include "app/storage.h"
#include "authn/ports.h"
#include "http/service.h"

struct messages;

/* Borrows the storage and its configuration, and copies `logouts`. A development server catches
 * what has no gateway, and keeps all texts to be shown. RESULT_FAILED without threads. Own. */
MUST_USE result_t messages_start(struct storage *storage, bool development,
    const struct logout_gateway *logouts, struct messages **messages_out);

/* All borrow it. */
struct authn_notices messages_notices(struct messages *messages);
struct account_post messages_post(struct messages *messages);
struct http_development messages_development(struct messages *messages, str_t demo_client_id);

/* The operator's letters again (notify/outbox.h). */
MUST_USE result_t messages_reload(struct messages *messages);

/* Delivers nothing more; what is added from here on waits for another node or the next start. */
void messages_stop(struct messages *messages);

/* Nobody may be inside. NULL inside is fine; sets it to NULL. */
void messages_free(struct messages **messages);

#endif
