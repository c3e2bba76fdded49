#include "store/postgres_reach.h"

bool postgres_reach_begin(struct postgres_reach *reach, int64_t now_ms)
{
    if (reach->wait_ms == 0)
        return true;
    if (reach->trying || now_ms < reach->next_ms)
        return false;
    reach->trying = true;
    return true;
}

/* Several may have tried at once before the first failure: they count as one. */
void postgres_reach_end(struct postgres_reach *reach, bool reached, int64_t now_ms)
{
    bool first = reach->wait_ms == 0;

    if (reached) {
        *reach = (struct postgres_reach){0};
    } else if (first || reach->trying) {
        int64_t doubled = first ? POSTGRES_REACH_FIRST_MS : reach->wait_ms * 2;
        reach->wait_ms = doubled < POSTGRES_REACH_LAST_MS ? doubled : POSTGRES_REACH_LAST_MS;
        reach->next_ms = now_ms + reach->wait_ms;
        reach->trying = false;
    }
}
