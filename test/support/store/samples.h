/* Rows to begin from, right in every field, so that a test says only what it is about. */
#ifndef TESSERA_TEST_STORE_SAMPLES_H
#define TESSERA_TEST_STORE_SAMPLES_H

#include "store/engine.h"

enum { NOW = 1000000 };

struct oauth_client_record sample_client(const char *id);
struct oauth_subject sample_person(const char *id, const char *roles);

/* Of the client "client" and the person "user", without a session; the code's digest is
 * "code ID"; without refresh tokens. All of it is good until NOW + 100. */
struct oauth_grant sample_grant(arena_t *arena, const char *id);

/* Of the person "user"; the token's digest is "token ID". */
struct authn_session sample_session(arena_t *arena, const char *id);

void sample_add_client(void **state, const char *id);
void sample_add_person(void **state, const char *id); /* their canonical address is the id */

void sample_add_grant(void **state, const struct oauth_grant *grant);

/* The client "client" and the person "user". */
void sample_add_both(void **state);

#endif
