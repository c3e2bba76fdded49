/* What people change of their own account without a proof: names, language, time zone. */
#ifndef TESSERA_ACCOUNT_PROFILE_H
#define TESSERA_ACCOUNT_PROFILE_H

#include "account/context.h"
#include "account/refusal.h"

/* A well-formed language tag of the usual shapes (RFC 5646, section 2.1: "en", "pt-BR",
 * "zh-Hant-TW"), of at most 35 characters. Pure. */
bool account_locale_valid(str_t locale);

/* A name as the time zone database has them ("Europe/Paris", "Etc/GMT+1", "UTC"), of at most 64
 * characters. Pure. */
bool account_zoneinfo_valid(str_t zoneinfo);

/* Writes `profile` (foreign; locale and zoneinfo may be absent: none). *changed_out is the person
 * afterwards. Refused: *key_out names the member, nothing is written. Blocks on the store. */
MUST_USE result_t account_profile_change(struct account_context *ctx,
    const struct oauth_subject *person, const struct account_profile *profile,
    const struct oauth_subject **changed_out, enum account_refusal *refusal_out,
    const char **key_out);

#endif
