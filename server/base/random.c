#include "base/random.h"

#include "base/base64url.h"

#include <assert.h>
#include <string.h>

enum { RANDOM_TOKEN_MAX = 64 };

str_t random_token(arena_t *arena, const struct random_source *random, size_t bytes)
{
    unsigned char raw[RANDOM_TOKEN_MAX];

    assert(bytes > 0 && bytes <= sizeof raw);
    random->fill(random->self, raw, bytes);
    str_t token = base64url_encode(arena, raw, bytes);
    explicit_bzero(raw, sizeof raw);
    return token;
}
