/* Whether a server that could not be reached is worth another try: one caller at a time tries,
 * later and later; the others are told at once. Pure; the owner locks.
 */
#ifndef TESSERA_STORE_POSTGRES_REACH_H
#define TESSERA_STORE_POSTGRES_REACH_H

#include <stdbool.h>
#include <stdint.h>

enum { POSTGRES_REACH_FIRST_MS = 100, POSTGRES_REACH_LAST_MS = 3000 };

/* All zero: nothing is known against it. */
struct postgres_reach {
    int64_t wait_ms; /* 0: the last try succeeded */
    int64_t next_ms;
    bool trying;
};

/* True: this caller tries, and says how it went. */
bool postgres_reach_begin(struct postgres_reach *reach, int64_t now_ms);
void postgres_reach_end(struct postgres_reach *reach, bool reached, int64_t now_ms);

#endif
