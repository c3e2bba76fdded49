/* "Did you mean ...?" for words that people type: settings, verbs, options. */
#ifndef TESSERA_BASE_NEAREST_H
#define TESSERA_BASE_NEAREST_H

#include "base/str.h"

/* Of two candidates the nearer to `word`: one that is reached by the fewest inserted, removed,
 * changed or swapped letters, and by at most a third of the word's length (at least one). Start
 * with STR_NONE as `best`; it stays absent if no candidate is near. */
str_t nearest_of(str_t word, str_t best, str_t candidate);

#endif
