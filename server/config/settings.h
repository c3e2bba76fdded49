/* The settings as a table, for the loader and for what is printed from it. */
#ifndef TESSERA_CONFIG_SETTINGS_H
#define TESSERA_CONFIG_SETTINGS_H

#include "config/checks.h"
#include "config/config.h"

#include <jansson.h>

enum setting_type {
    SETTING_BOOL,
    SETTING_INT,
    SETTING_TEXT,
    SETTING_PATH,
    SETTING_SECRET, /* a text that is never shown */
    SETTING_ENUM,
    SETTING_LIST,
};

struct setting {
    str_t key;
    size_t offset; /* in struct config */
    enum setting_type type;
    bool reloadable;
    int64_t min, max;         /* SETTING_INT */
    const char *unit;         /* SETTING_INT */
    const char *const *names; /* SETTING_ENUM: by value, NULL-terminated */
    int64_t preset_number;    /* the built-in value of SETTING_BOOL, _INT and _ENUM */
    const char *preset_text;  /* of all others */
    setting_check *check;     /* may be NULL */
    const char *doc;
};

/* In the order of settings.def; a section's settings stand together. */
extern const struct setting settings[];
extern const size_t settings_n;

/* NULL if there is none. */
const struct setting *setting_find(str_t key);

/* The value in a snapshot, as text: a list joined with commas, a secret in full. */
str_t setting_text(arena_t *arena, const struct setting *setting, const struct config *config);

/* The value in a snapshot as JSON; own. */
json_t *setting_json(const struct setting *setting, const struct config *config);

/* Writes a value into a snapshot, copied into its arena. Absent if it fits the type, else what is
 * wrong with it, as `setting_check` says; nothing is written then. */
str_t setting_set_text(const struct setting *setting, struct config *config, str_t text);
str_t setting_set_json(const struct setting *setting, struct config *config, const json_t *value);
void setting_set_preset(const struct setting *setting, struct config *config);

#endif
