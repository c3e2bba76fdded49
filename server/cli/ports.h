/* What the commands ask of the outside; main.c fills it. Everything lives in the given arena; all
 * functions may block.
 */
#ifndef TESSERA_CLI_PORTS_H
#define TESSERA_CLI_PORTS_H

#include "base/arena.h"
#include "base/result.h"

#include <stdio.h>

struct account_context;
struct config;
struct config_problems;
struct cli_command;

struct cli_key {
    str_t kid;
    const char *alg;
    const char *state; /* pending, active, retiring, retired */
    int64_t created_at;
    int64_t not_after;
};

struct cli_keys {
    void *self;
    result_t (*list)(void *self, arena_t *arena, const struct cli_key **keys_out, size_t *n_out);
    /* `alg` absent: all. *known_out is false if the server signs with no such algorithm. */
    result_t (*rotate)(void *self, str_t alg, bool at_once, bool *known_out);
};

struct cli_migration {
    int64_t number;
    str_t name;
    bool applied;
};

struct cli_migrations {
    void *self;
    result_t (*status)(
        void *self, arena_t *arena, const struct cli_migration **migrations_out, size_t *n_out);
    result_t (*up)(void *self, size_t *applied_out);
};

/* A message on its way (notify/ports.h). Its text is shown to nobody: it opens doors. */
struct cli_message {
    int64_t id;
    str_t kind;
    str_t recipient; /* masked unless asked for in full */
    str_t template;
    str_t lang;
    str_t user_id;
    str_t state;
    int64_t tries;
    int64_t created_at;
    int64_t expires_at;
    int64_t next_try_at; /* 0: there is none */
    int64_t settled_at;  /* 0: not yet */
    str_t claimed_by;
    str_t last_error;
};

struct cli_message_filter {
    str_t kind;  /* absent: all */
    str_t state; /* absent: all */
    bool unmasked;
    int64_t after;
};

enum { CLI_MESSAGES_MAX = 500 };

struct cli_outbox {
    void *self;
    /* The next CLI_MESSAGES_MAX at most. */
    result_t (*list)(void *self, arena_t *arena, const struct cli_message_filter *filter,
        const struct cli_message **messages_out, size_t *n_out);
    /* NULL if there is none. */
    result_t (*find)(void *self, arena_t *arena, int64_t id, bool unmasked,
        const struct cli_message **message_out);
    result_t (*retry)(void *self, int64_t id, bool *retried_out);
    result_t (*drop)(void *self, int64_t id, bool *found_out);
};

struct cli_services {
    struct account_context *account;
    struct cli_outbox outbox;
    struct cli_keys keys;
    struct cli_migrations migrations;
};

/* How far the storage is opened. */
enum cli_open {
    CLI_OPEN_MIGRATIONS, /* only the engine: `migrations` works, the rest is not filled */
    CLI_OPEN_ALL,        /* RESULT_FAILED, with a text that says so, if the schema is behind */
};

struct cli_host {
    void *self;
    const char *version;
    /* Commands besides those of cli/ (serve, dev), NULL-terminated. */
    const struct cli_command *const *commands;
    /* --data DIR: makes the directory and the sealing key unless they are there, and says with
     * which settings `dev` would run there ("key=value": database.url, keys.sealing_key_file,
     * issuer). The database is made, and brought to the newest schema, when it is opened. */
    result_t (*prepare_data)(void *self, arena_t *arena, str_t dir, str_array_t *presets_out);
    /* Opens what `config` names; `data_dir`: it is a development database, so migrate it. */
    result_t (*open)(void *self, arena_t *arena, const struct config *config, enum cli_open how,
        bool data_dir, struct cli_services *services_out);
    void (*close)(void *self); /* also after a failed open; not called without one */
    /* Adds what is wrong with the files that settings name. */
    void (*judge)(const struct config *config, struct config_problems *problems);
    const char *const *environment;
    FILE *in, *out, *err;
};

#endif
