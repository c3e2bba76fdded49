/* The mail gateway: one SMTP conversation a message over libcurl (RFC 5321; RFC 3207 for STARTTLS,
 * RFC 6531 for addresses beyond ASCII), and the message as MIME with a text and an HTML part (RFC
 * 2046, section 5.1.4). Immutable once opened; any thread may deliver.
 */
#ifndef TESSERA_NOTIFY_MAIL_H
#define TESSERA_NOTIFY_MAIL_H

#include "base/result.h"
#include "notify/gateway.h"

/* Texts are borrowed for the gateway's life; an empty one is not set. */
struct mail_settings {
    str_t url;  /* smtp://HOST[:PORT], with STARTTLS, or smtps://HOST[:PORT] */
    str_t from; /* a mailbox (base/mailbox.h) */
    str_t user;
    str_t password;
    str_t ca_file;  /* authorities that are believed instead of the system's */
    bool plain;     /* smtp:// without TLS */
    str_t host;     /* ours: what we call ourselves to the server and in message ids */
    int64_t time_s; /* for one delivery */
};

struct mail;

/* RESULT_FAILED if the settings are no mailbox and no address of a server. Lives in the arena. */
MUST_USE result_t mail_open(
    arena_t *arena, const struct mail_settings *settings, const struct mail **mail_out);

/* Borrows it. */
struct notify_gateway mail_gateway(const struct mail *mail);

#endif
