/* The client of the demo application at /dev/app. */
#ifndef TESSERA_APP_DEV_CLIENT_H
#define TESSERA_APP_DEV_CLIENT_H

#include "account/context.h"

#define DEV_CLIENT_ID "demo"

/* Makes it, or writes down where the application is now. Blocks on the store. */
MUST_USE result_t dev_client_seed(struct account_context *ctx);

#endif
