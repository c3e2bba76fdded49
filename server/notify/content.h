/* The text of a message. Links and codes in it open doors, so it stands in the database sealed, and
 * only until it has arrived. Pure; any thread; results live in the arena.
 */
#ifndef TESSERA_NOTIFY_CONTENT_H
#define TESSERA_NOTIFY_CONTENT_H

#include "crypto/seal.h"

struct notify_content {
    str_t subject; /* absent: an SMS has none */
    str_t text;
    str_t html; /* absent: an SMS has none */
    str_t link; /* absent if there is none in it */
    str_t code;
};

/* For this message alone: a text cannot be moved to another one's recipient. */
str_t content_seal(arena_t *arena, const struct seal_key *key, str_t message_id,
    const struct notify_content *content);

/* RESULT_CORRUPT if it was sealed with another key or for another message. */
MUST_USE result_t content_open(arena_t *arena, const struct seal_key *key, str_t message_id,
    str_t sealed, struct notify_content *content_out);

#endif
