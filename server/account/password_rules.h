/* Which new passwords are taken (NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2): length and
 * strength as configured, nothing personal, no rules of composition.
 */
#ifndef TESSERA_ACCOUNT_PASSWORD_RULES_H
#define TESSERA_ACCOUNT_PASSWORD_RULES_H

#include "account/context.h"
#include "account/refusal.h"

enum { ACCOUNT_PASSWORD_MAX = 256 }; /* characters */

/* `person` gives the names and the address that the password must not contain; its other members
 * are not read. ACCOUNT_DONE or the first of the ACCOUNT_PASSWORD_* that applies. Judged in NFKC,
 * the form that is hashed. Pure; takes some milliseconds when strength is asked for. */
enum account_refusal account_password_judge(arena_t *arena, const struct account_settings *settings,
    const struct oauth_subject *person, str_t password);

/* The same, and then the list of breached passwords. Blocks on the disk. */
MUST_USE result_t account_password_check(struct account_context *ctx,
    const struct oauth_subject *person, str_t password, enum account_refusal *refusal_out);

#endif
