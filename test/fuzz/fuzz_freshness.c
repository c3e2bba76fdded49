/* links: tessera_fetch tessera_base */
/* Two lines: Cache-Control and Age. Whatever they say, our bounds hold. */
#include "base/arena.h"
#include "fetch/freshness.h"

#include <stdlib.h>

enum { ARENA_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t age = arena_bytes(arena, data, size), cache_control;

    str_next(&age, '\n', &cache_control);
    int64_t life_s = freshness_s(cache_control, age);
    if (life_s < FRESH_MIN_S || life_s > FRESH_MAX_S)
        abort();
    return 0;
}
