/* What is printed from the settings table. */
#ifndef TESSERA_CONFIG_PRINT_H
#define TESSERA_CONFIG_PRINT_H

#include "config/config.h"

#include <jansson.h>

/* config.json.sample: every setting with its built-in value, as a file that the loader reads. */
str_t config_sample(arena_t *arena);

/* docs/config.md. */
str_t config_doc(arena_t *arena);

/* A snapshot as nested JSON; secrets that are set read "***". Own. */
json_t *config_to_json(const struct config *config);

/* The same for people: a line a setting, with where it comes from. */
str_t config_to_text(arena_t *arena, const struct config *config);

#endif
