#include "crypto/sealer.h"

static str_t seal_with(const void *self, arena_t *arena, str_t purpose, str_t plain)
{
    return seal(arena, self, purpose, plain);
}

static result_t open_with(
    const void *self, arena_t *arena, str_t purpose, str_t sealed, str_t *plain_out)
{
    return seal_open(arena, self, purpose, sealed, plain_out);
}

struct oauth_sealer sealer_of(const struct seal_key *key)
{
    return (struct oauth_sealer){key, seal_with, open_with};
}
