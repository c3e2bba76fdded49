/* Files that stand inside the program, by their exact names: nothing is looked up on a disk, so no
 * path leads out. Immutable once opened; any thread. */
#ifndef TESSERA_HTTP_STATIC_H
#define TESSERA_HTTP_STATIC_H

#include "base/embed.h"
#include "http/exchange.h"

struct http_static;

/* Looks through the table once: types, entity tags, and NAME.br and NAME.gz as codings of NAME. */
const struct http_static *http_static_open(arena_t *arena, const struct embed_file *files);

/* Replies with the file: 304 to its own tag, the smallest coding that the client takes, cached for
 * a year as its name holds a digest of its content, else checked each time. False, and no reply, if
 * there is none of that name. */
bool http_static_reply(struct http_exchange *x, const struct http_static *files, str_t name);

#endif
