#include "notify/backoff.h"

int64_t backoff_pause_s(
    const struct backoff *backoff, int64_t tries, const struct random_source *random)
{
    int64_t pause = backoff->first_s;
    uint32_t chance;

    for (int64_t i = 1; i < tries && pause < backoff->max_s; i++)
        pause *= 2;
    if (pause > backoff->max_s)
        pause = backoff->max_s;
    random->fill(random->self, &chance, sizeof chance);
    int64_t fixed = pause / 2;
    pause = fixed + (int64_t)(chance % (uint64_t)(pause - fixed + 1));
    return pause > 0 ? pause : 1;
}
