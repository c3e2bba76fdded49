#include "config/settings.h"

static void note(arena_t *arena, str_array_t *list, str_t key)
{
    str_t *items = ARENA_ARRAY(arena, str_t, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        items[i] = list->items[i];
    items[list->n] = key;
    *list = (str_array_t){items, list->n + 1};
}

/* The old value again, in the new snapshot's memory. */
static void keep(const struct setting *setting, const struct config *running, struct config *next)
{
    json_auto_t *value = setting_json(setting, running);
    if (str_present(setting_set_json(setting, next, value)))
        abort(); /* it stood in a snapshot, so it fits */
}

struct config *config_reload(const struct config *running, const struct config_sources *sources,
    struct config_problems *problems, struct config_changes *changes)
{
    struct config *next = config_load(sources, problems);
    changes->applied = changes->waiting = (str_array_t){0};
    for (size_t i = 0; next != NULL && i < settings_n; i++) {
        const struct setting *setting = &settings[i];
        json_auto_t *before = setting_json(setting, running);
        json_auto_t *after = setting_json(setting, next);
        if (json_equal(before, after))
            continue;
        note(changes->arena, setting->reloadable ? &changes->applied : &changes->waiting,
            setting->key);
        if (!setting->reloadable)
            keep(setting, running, next);
    }
    return next;
}
