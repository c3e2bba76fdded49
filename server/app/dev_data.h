/* The folder of a development server: tessera.db, sealing.key, ca.pem, cert.pem, key.pem, and,
 * while it runs, ready.json. Blocks on the disk.
 */
#ifndef TESSERA_APP_DEV_DATA_H
#define TESSERA_APP_DEV_DATA_H

#include "base/arena.h"
#include "base/result.h"

#define DEV_DATA_DIR "tessera-dev"
#define DEV_LISTEN "localhost:8443"
#define DEV_ISSUER "https://localhost:8443"

/* Absolute paths, in the arena. */
struct dev_data {
    str_t dir;
    str_t database;
    str_t sealing_key;
    str_t ca;
    str_t cert;
    str_t key;
    str_t ready;
};

/* Makes the folder (0700) and the sealing key unless they are there. */
MUST_USE result_t dev_data_prepare(arena_t *arena, str_t dir, struct dev_data *data_out);

/* "key=value" of what the folder decides: database.url, keys.sealing_key_file, and the issuer of
 * the server that runs there, else the one that would. */
str_array_t dev_data_presets(arena_t *arena, const struct dev_data *data);

#endif
