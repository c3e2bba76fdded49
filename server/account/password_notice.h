/* The letter that tells a person that their password was changed, whoever changed it. */
#ifndef TESSERA_ACCOUNT_PASSWORD_NOTICE_H
#define TESSERA_ACCOUNT_PASSWORD_NOTICE_H

#include "account/context.h"

/* For a function of the store that keeps it in the transaction of the change (account/ports.h). */
MUST_USE result_t account_password_notice(struct account_context *ctx,
    const struct oauth_subject *person, const struct notify_message **letter_out);

#endif
