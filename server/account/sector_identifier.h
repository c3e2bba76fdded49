/* The sector identifier of a client (OpenID Connect Dynamic Registration, section 5): the document
 * at its address lists the redirect URIs of all clients that may share pairwise subjects, so that
 * nobody joins a sector uninvited. */
#ifndef TESSERA_ACCOUNT_SECTOR_IDENTIFIER_H
#define TESSERA_ACCOUNT_SECTOR_IDENTIFIER_H

#include "account/client_metadata.h"
#include "account/context.h"

/* Fetches the document that `metadata` names, if it does, and looks for its redirect URIs there;
 * unless `before` (the registration that stands, absent for a new client) had the same address and
 * URIs. What is wrong is in *problem_out, whose reason is NULL otherwise. May block for seconds. */
MUST_USE result_t account_sector_identifier_judge(struct account_context *ctx, str_t before,
    const json_t *metadata, struct client_metadata_problem *problem_out);

#endif
