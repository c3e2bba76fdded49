/* Scopes: sets of words (RFC 6749, section 3.3), the standard ones of OpenID Connect Core 5.4 and
 * 11, Tessera's own `roles` and `groups`, and the registered ones that stand for an API (their
 * audience). All functions are pure.
 */
#ifndef TESSERA_OAUTH_SCOPE_H
#define TESSERA_OAUTH_SCOPE_H

#include "oauth/context.h"

enum { SCOPE_MAX_WORDS = 64, SCOPE_MAX_LEN = 1024 };

/* "openid profile email phone address roles groups offline_access" */
extern const str_t scope_standard;

bool scope_is_standard(str_t word);

/* One word: 0x21, 0x23 to 0x5B, 0x5D to 0x7E. */
bool scope_word_valid(str_t word);

/* Words separated by single spaces, within the bounds above. */
bool scope_list_valid(str_t list);

/* The words of `a` that are also in `b`, each once, in the order of `a`; may be empty. */
str_t scope_intersect(arena_t *arena, str_t a, str_t b);
/* The words of `a` and then those of `b`, each once. */
str_t scope_union(arena_t *arena, str_t a, str_t b);
/* The words of `a` that are not in `b`. */
str_t scope_without(arena_t *arena, str_t a, str_t b);
bool scope_is_subset(str_t a, str_t b);
bool scope_overlaps(str_t a, str_t b);

/* The registered scopes of this moment (oauth/registry.h). */
struct scope_catalogue {
    const struct oauth_scope_record *scopes;
    size_t n;
};

/* NULL if no such scope is registered (the standard ones never are). */
const struct oauth_scope_record *scope_find(const struct scope_catalogue *catalogue, str_t word);

/* Standard or registered. */
bool scope_known(const struct scope_catalogue *catalogue, str_t word);

/* Whether some registered scope stands for this resource (RFC 8707). */
bool scope_names_audience(const struct scope_catalogue *catalogue, str_t audience);

/* The audiences of the registered scopes among `list`, each once. */
str_t scope_audiences(arena_t *arena, const struct scope_catalogue *catalogue, str_t list);

/* `list` without the registered scopes of other audiences than these: a token for one API carries
 * no power over another (RFC 8707, section 2.2). */
str_t scope_for_audiences(
    arena_t *arena, const struct scope_catalogue *catalogue, str_t list, str_t audiences);

#endif
