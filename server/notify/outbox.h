/* The outbox: messages to people are written down in their language and left there; no request
 * waits for a gateway (notify/delivery.h carries them out). Blocks on the store. Any thread.
 */
#ifndef TESSERA_NOTIFY_OUTBOX_H
#define TESSERA_NOTIFY_OUTBOX_H

#include "account/ports.h"
#include "authn/ports.h"
#include "base/random.h"
#include "crypto/seal.h"
#include "notify/letter.h"
#include "notify/ports.h"
#include "notify/sms_limit.h"

#include <jansson.h>

struct outbox;
struct delivery;

/* Borrowed for the outbox's life. */
struct outbox_options {
    const struct notify_store *store;
    const struct seal_key *key;
    const struct random_source *random;
    struct letter_head head;
    str_t folder; /* the operator's own letters (notify/letters.h); empty: none */
    const struct authn_store *throttles;
    struct sms_limits sms_limits;
    struct delivery *delivery; /* woken by each message; NULL: another process delivers */
};

/* RESULT_CORRUPT if a template is broken; the log says which. Own. */
MUST_USE result_t outbox_open(const struct outbox_options *options, struct outbox **outbox_out);
void outbox_close(struct outbox **outbox); /* NULL inside is fine; sets it to NULL */

/* Reads the operator's letters again. If one is broken all stay as they were; the log says which.
 */
MUST_USE result_t outbox_reload(struct outbox *outbox);

/* How long a notice is worth being told. */
enum { OUTBOX_NOTICE_S = 3 * 86400 };

MUST_USE result_t outbox_mail(
    struct outbox *outbox, arena_t *arena, const struct account_letter *letter, int64_t now);

/* To a number in E.164 (authn/phone.h). RESULT_BUSY, and nothing is sent, if a limit of
 * notify/sms_limit.h is reached. */
MUST_USE result_t outbox_sms(
    struct outbox *outbox, arena_t *arena, const struct account_letter *letter, int64_t now);

/* The ports of signing in and of the account; both borrow the outbox. */
struct authn_notices outbox_notices(struct outbox *outbox);
struct account_post outbox_post(struct outbox *outbox);

/* {"items": [{id, kind, to, template, lang, subject, text, html, links, code, created_at}]} of the
 * oldest OUTBOX_PAGE_MAX messages to people after `since`; `to` absent: to anybody. Own. */
enum { OUTBOX_PAGE_MAX = 200 };
MUST_USE result_t outbox_list(
    struct outbox *outbox, arena_t *arena, str_t to, int64_t since, json_t **list_out);

MUST_USE result_t outbox_clear(struct outbox *outbox);

#endif
