/* The members that a client's registration may have: one table in members.c, and a judge a member,
 * by subject. Within account/ only. Pure; any thread.
 */
#ifndef TESSERA_ACCOUNT_CLIENT_METADATA_MEMBERS_H
#define TESSERA_ACCOUNT_CLIENT_METADATA_MEMBERS_H

#include "oauth/client.h"

/* NULL, or why not: static, a sentence without its subject. The value has the table's form. */
typedef const char *client_member_judge(enum oauth_client_type type, const json_t *value);

/* description.c */
client_member_judge judge_text;
client_member_judge judge_https;
client_member_judge judge_contacts;

/* grants.c */
client_member_judge judge_redirect_uris;
client_member_judge judge_grants;
client_member_judge judge_response_types;
client_member_judge judge_scope;
client_member_judge judge_application_type;

/* authentication.c */
client_member_judge judge_auth_method;
client_member_judge judge_assertion_alg;

/* tokens.c */
client_member_judge judge_alg;
client_member_judge judge_encryption_alg;
client_member_judge judge_encryption_enc;
client_member_judge judge_token_format;
client_member_judge judge_subject_type;
client_member_judge judge_max_age;

/* The whole judgement of one member: whether it is known, its form, its value. */
const char *client_member_problem(
    enum oauth_client_type type, const char *name, const json_t *value);

/* Shared by the judges of lists: at most `max` texts. */
const char *client_member_strings(const json_t *value, size_t max);

#endif
