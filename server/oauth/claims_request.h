/* The `claims` parameter of an authorization request (OpenID Connect Core, section 5.5): claims
 * that a client asks for one by one, each for the ID Token, for userinfo or for both, and with
 * which values. Which claims there are is none of its business. Pure; any thread.
 */
#ifndef TESSERA_OAUTH_CLAIMS_REQUEST_H
#define TESSERA_OAUTH_CLAIMS_REQUEST_H

#include "base/arena.h"

#include <jansson.h>

enum {
    CLAIMS_REQUEST_MAX_LEN = 8192,
    CLAIMS_REQUEST_MAX_CLAIMS = 64, /* in each member */
    CLAIMS_REQUEST_MAX_VALUES = 32, /* of one claim */
    CLAIMS_REQUEST_MAX_NAME = 128,
    CLAIMS_REQUEST_MAX_CLEAN = 16 * CLAIMS_REQUEST_MAX_LEN, /* as we write it: numbers grow */
};

enum claims_target { CLAIMS_ID_TOKEN, CLAIMS_USERINFO };
enum { CLAIMS_TARGETS = CLAIMS_USERINFO + 1 };

/* "id_token", "userinfo"; static. */
const char *claims_target_name(enum claims_target target);

/* {"id_token": {NAME: null or {essential, value, values}, ...}, "userinfo": {...}}, each member
 * only where something is asked in it; members that are not understood are left out, as
 * sections 5.5 and 5.5.1 demand. Own; json_decref. NULL if `text` is no such request, with the
 * reason, static, in *reason_out. */
json_t *claims_request_read(str_t text, const char **reason_out);

/* What is asked of one claim: NULL if it is not asked for. Borrowed. */
const json_t *claims_request_find(
    const json_t *request, enum claims_target target, const char *name);

/* Of what claims_request_find returned; NULL is fine. */
bool claims_request_essential(const json_t *one);

/* Section 5.5.1: whether the claim's value is one that was asked for; any is where none was named.
 */
bool claims_request_matches(const json_t *one, const json_t *value);

/* The values that were named, in the arena, for claims that are texts. n is 0 if none was; false if
 * one of them is no text: then no value can be right. */
bool claims_request_texts(arena_t *arena, const json_t *one, str_array_t *texts_out);

/* A claim that a client asks for by name, and the scope that releases it among others. */
struct claims_wish {
    str_t name;
    str_t scope;
    bool essential;
};
struct claims_wishes {
    const struct claims_wish *items;
    size_t n;
};

#endif
