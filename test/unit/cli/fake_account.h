/* The use cases of account/ as the verbs see them, with answers that a test chooses. */
#ifndef TESSERA_TEST_CLI_FAKE_ACCOUNT_H
#define TESSERA_TEST_CLI_FAKE_ACCOUNT_H

#include "account/clients.h"
#include "account/export.h"
#include "account/import.h"
#include "account/resources.h"
#include "account/roles.h"
#include "account/scopes.h"
#include "account/setup.h"
#include "account/users.h"

struct fake_account {
    result_t result;              /* of every call */
    enum account_refusal refusal; /* of every act */
    size_t pages;                 /* how many a list has, of one item each */
    /* What the last call was given. */
    int calls;
    struct account_new_user new_user;
    struct account_user_change change;
    str_t operand;
    str_t password;
    enum oauth_client_type type;
    char *metadata; /* JSON, sorted; free */
    struct account_import_options import;
    size_t lines; /* that were imported, in all */
    size_t bytes; /* of the longest of them */
    bool with_hashes;
};

extern struct fake_account fake_account;

#endif
