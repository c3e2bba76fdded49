/* A person as one JSON object, as import and export have them: one table of members for both.
 *
 *   {"id","email","email_verified","given_name","family_name","phone","phone_verified","address",
 *    "locale","zoneinfo","enabled","roles","groups","created_at","updated_at","password_hash"}
 */
#ifndef TESSERA_ACCOUNT_PERSON_H
#define TESSERA_ACCOUNT_PERSON_H

#include "oauth/ports.h"

enum {
    ACCOUNT_PERSON_BYTES_MAX = 64 * 1024, /* of the object's text */
    ACCOUNT_PERSON_ID_MAX = 64,
    ACCOUNT_PERSON_WORDS_MAX = 100, /* roles or groups of one person */
};

/* Sets the members of `person` that stand in `object`; null is the same as not there. `email` is
 * taken as it is, only trimmed. `password_hash` is no member of the person: *hash_out, absent if
 * there is none. NULL, or what is wrong: a sentence in the arena that begins with a member's name;
 * *person is half written then. Pure; any thread. */
const char *account_person_read(
    arena_t *arena, const json_t *object, struct oauth_subject *person, str_t *hash_out);

/* The object, own; what is absent is left out, `hash` too. */
json_t *account_person_write(const struct oauth_subject *person, str_t hash);

#endif
