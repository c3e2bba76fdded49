/* The account as GET /me shows it; for every act that answers with it. */
#ifndef TESSERA_HTTP_ENDPOINT_ACCOUNT_ME_H
#define TESSERA_HTTP_ENDPOINT_ACCOUNT_ME_H

#include "http/endpoint/account/api.h"

/* 200 with the account of call->person. */
void account_me_reply(struct account_call *call);

#endif
