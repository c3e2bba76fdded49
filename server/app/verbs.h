/* What the command line's verbs stand on: the storage behind its ports (cli/ports.h). */
#ifndef TESSERA_APP_VERBS_H
#define TESSERA_APP_VERBS_H

#include "app/storage.h"
#include "cli/ports.h"

struct verbs {
    struct storage storage;
    struct account_context account;
    struct notify_store messages;
};

/* Fills prepare_data, open and close of the host; borrows `verbs` for the host's life. */
void verbs_offer(struct verbs *verbs, struct cli_host *host);

#endif
