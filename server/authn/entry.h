/* Pages of our own that a person signs in for, without an application: the way in, and back there.
 *
 *   GET /ui/sign-in?to=account                     sign in, then 303 to /account
 *   GET /ui/sign-in?to=account&section=password    the same, to /account/password
 *   GET /ui/sign-in?to=account&fresh=1             the sign-in must be of the last
 *                                                  AUTHN_ENTRY_FRESH_S: step-up for sensitive acts
 *
 * Whoever is signed in already, and freshly if that is asked, is sent on at once. An address is
 * never taken from outside: only names of the table, and a section of a few plain letters. Pure.
 */
#ifndef TESSERA_AUTHN_ENTRY_H
#define TESSERA_AUTHN_ENTRY_H

#include "authn/demand.h"
#include "base/form.h"

enum { AUTHN_ENTRY_FRESH_S = 300, AUTHN_ENTRY_SECTION_MAX = 32 };

struct authn_entry {
    const char *name; /* to=NAME; static */
    const char *path; /* below the issuer; static */
    str_t section;    /* a-z and '-'; absent: none */
    bool fresh;
};

/* False if a parameter is repeated or has a value that there is not; parameters that are not ours
 * are left out. */
bool authn_entry_parse(const struct form *query, struct authn_entry *entry_out);

/* The same as a query again. */
str_t authn_entry_write(arena_t *arena, const struct authn_entry *entry);

/* "/account/password" */
str_t authn_entry_path(arena_t *arena, const struct authn_entry *entry);

/* What it asks of the person: nobody to consent to, and a fresh sign-in if it says so. */
struct authn_demand authn_entry_demand(const struct authn_entry *entry);

#endif
