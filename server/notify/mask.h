/* Addresses and numbers as logs and operators see them: enough to recognise, not to use. Pure. */
#ifndef TESSERA_NOTIFY_MASK_H
#define TESSERA_NOTIFY_MASK_H

#include "base/arena.h"

/* By the kind of message: "a***@example.com", "+49***67"; a client's id is no secret. */
str_t mask_recipient(arena_t *arena, str_t kind, str_t recipient);

#endif
