#include "app/dev_data.h"

#include "base/file.h"
#include "base/json_read.h"
#include "crypto/seal.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { READY_MAX = 16384, PRESETS = 3 };

static str_t in_dir(arena_t *arena, str_t dir, const char *name)
{
    return arena_printf(arena, "%.*s/%s", STR_ARG(dir), name);
}

static result_t make_dir(arena_t *arena, str_t dir, str_t *absolute_out)
{
    const char *path = arena_cstr(arena, dir);
    char absolute[PATH_MAX];

    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return result_fail(RESULT_FAILED, "the data folder cannot be made");
    if (realpath(path, absolute) == NULL)
        return result_fail(RESULT_FAILED, "the data folder cannot be found");
    *absolute_out = arena_str(arena, str_from_cstr(absolute));
    return OK;
}

result_t dev_data_prepare(arena_t *arena, str_t dir, struct dev_data *data_out)
{
    TRY(make_dir(arena, dir, &data_out->dir));
    data_out->database = in_dir(arena, data_out->dir, "tessera.db");
    data_out->sealing_key = in_dir(arena, data_out->dir, "sealing.key");
    data_out->ca = in_dir(arena, data_out->dir, "ca.pem");
    data_out->cert = in_dir(arena, data_out->dir, "cert.pem");
    data_out->key = in_dir(arena, data_out->dir, "key.pem");
    data_out->ready = in_dir(arena, data_out->dir, "ready.json");
    result_t made = seal_key_create(data_out->sealing_key.ptr);
    return made.code == RESULT_CONFLICT ? OK : made; /* it is there already */
}

/* Of the server that runs there; absent if none does. */
static str_t running_issuer(arena_t *arena, const struct dev_data *data)
{
    str_t text;

    if (file_read(arena, data->ready.ptr, READY_MAX, &text) != NULL)
        return STR_NONE;
    json_auto_t *ready = json_read_object(text, READY_MAX);
    return ready ? arena_str(arena, json_read_str(ready, "issuer")) : STR_NONE;
}

str_array_t dev_data_presets(arena_t *arena, const struct dev_data *data)
{
    str_t *presets = ARENA_ARRAY(arena, str_t, PRESETS);
    str_t issuer = running_issuer(arena, data);

    presets[0] = arena_printf(arena, "database.url=sqlite:%.*s", STR_ARG(data->database));
    presets[1] = arena_printf(arena, "keys.sealing_key_file=%.*s", STR_ARG(data->sealing_key));
    presets[2] =
        arena_printf(arena, "issuer=%.*s", STR_ARG(str_present(issuer) ? issuer : STR(DEV_ISSUER)));
    return (str_array_t){presets, PRESETS};
}
