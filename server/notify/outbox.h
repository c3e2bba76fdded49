/* The outbox: messages to people are written down in their language and left there; no request
 * waits for a gateway. Blocks on the store. Immutable; any thread.
 */
#ifndef TESSERA_NOTIFY_OUTBOX_H
#define TESSERA_NOTIFY_OUTBOX_H

#include "authn/ports.h"
#include "notify/ports.h"

#include <jansson.h>

struct outbox;

/* `store` and `issuer` are borrowed for the outbox's life, which is the arena's. RESULT_CORRUPT if
 * a template is broken. */
MUST_USE result_t outbox_new(arena_t *arena, const struct notify_store *store, str_t issuer,
    const struct outbox **outbox_out);

/* Writes the letter `template` (notify/letter.h) to `to`. `view` holds its values; the issuer is
 * added. `links` is a JSON array of the addresses in it, or NULL. */
MUST_USE result_t outbox_mail(const struct outbox *outbox, arena_t *arena, const char *template,
    str_t to, str_t locale, json_t *view, const json_t *links, int64_t now);

/* The port of signing in; borrows the outbox. */
struct authn_notices outbox_notices(const struct outbox *outbox);

/* {"items": [{id, kind, to, template, lang, subject, text, html, links, code, created_at}]} of the
 * oldest OUTBOX_PAGE_MAX messages after `since`; `to` absent: to anybody. Own. */
enum { OUTBOX_PAGE_MAX = 200 };
MUST_USE result_t outbox_list(
    const struct outbox *outbox, arena_t *arena, str_t to, int64_t since, json_t **list_out);

MUST_USE result_t outbox_clear(const struct outbox *outbox);

#endif
