/* links: tessera_config */
/* The configuration file, and the texts of environment and --set: whatever they hold, loading ends
 * with a snapshot or with problems, and what it took can be printed and read again. */
#include "config/config.h"
#include "config/print.h"

#include <stdlib.h>

enum { ARENA_MAX = 16 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct config *load(struct config_sources sources, arena_t *arena)
{
    struct config_problems *problems = ARENA_NEW(arena, struct config_problems);
    problems->arena = arena;
    struct config *config = config_load(&sources, problems);
    if ((config == NULL) != (problems->n > 0))
        abort();
    return config;
}

/* A snapshot without secrets, written as a file, is the same snapshot. */
static void read_back(const struct config *config, arena_t *arena)
{
    json_auto_t *document = config_to_json(config);
    json_object_del(document, "database");
    char *text = json_dumps(document, 0);
    AUTO_CONFIG again =
        load((struct config_sources){.file = "again", .file_text = str_from_cstr(text)}, arena);
    if (again == NULL)
        abort();
    json_auto_t *twice = config_to_json(again);
    json_object_del(twice, "database");
    if (!json_equal(document, twice))
        abort();
    free(text);
}

static void judge(struct config_sources sources, arena_t *arena)
{
    AUTO_CONFIG config = load(sources, arena);
    if (config != NULL)
        read_back(config, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *arena = arena_new(ARENA_MAX);
    str_t text = arena_bytes(arena, data, size);
    const char *environment[] = {arena_printf(arena, "TESSERA__%.*s", STR_ARG(text)).ptr, NULL};
    judge((struct config_sources){.file = "fuzz", .file_text = text}, arena);
    judge((struct config_sources){.sets = {&text, 1}}, arena);
    judge((struct config_sources){.environment = environment}, arena);
    arena_free(&arena);
    return 0;
}
