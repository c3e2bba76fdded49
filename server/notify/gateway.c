#include "notify/gateway.h"

static struct notify_answer take(void *self, arena_t *arena, const struct notify_errand *errand)
{
    (void)self;
    (void)arena;
    (void)errand;
    return (struct notify_answer){NOTIFY_ARRIVED, STR_NONE};
}

static struct notify_answer refuse(void *self, arena_t *arena, const struct notify_errand *errand)
{
    (void)arena;
    (void)errand;
    return (struct notify_answer){NOTIFY_REFUSED, str_from_cstr(self)};
}

const struct notify_gateway gateway_catcher = {NULL, take};

struct notify_gateway gateway_missing(const char *why)
{
    return (struct notify_gateway){(void *)(uintptr_t)why, refuse};
}
