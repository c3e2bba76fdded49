/* The SMS gateway: a webhook of the operator's that proves who calls it, or an API in the shape of
 * Twilio's. Immutable once opened; any thread may deliver.
 *
 *   webhook   POST url with {"id", "to", "text"} and X-Tessera-Signature: t=TIME,v1=HEX, which is
 *             HMAC-SHA256 over "TIME.body"; the time lets a receiver refuse what is replayed, the
 * id what comes twice twilio    POST url/2010-04-01/Accounts/ACCOUNT/Messages.json with To, From
 * and Body
 */
#ifndef TESSERA_NOTIFY_SMS_H
#define TESSERA_NOTIFY_SMS_H

#include "base/result.h"
#include "notify/gateway.h"

enum sms_kind { SMS_WEBHOOK, SMS_TWILIO };

/* Texts are borrowed for the gateway's life; an empty one is not set. */
struct sms_settings {
    enum sms_kind kind;
    str_t url;
    str_t secret;  /* of the signature, or Twilio's auth token */
    str_t account; /* Twilio's account SID */
    str_t from;    /* a number, a name, or the SID of a messaging service ("MG...") */
};

struct sms;

/* Lives in the arena. */
MUST_USE result_t sms_open(
    arena_t *arena, const struct sms_settings *settings, const struct sms **sms_out);

/* Borrows it. */
struct notify_gateway sms_gateway(const struct sms *sms);

#endif
