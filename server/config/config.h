/* The configuration: one immutable, typed snapshot, read from four layers, each above the one
 * before: built-in < the verb's own presets < file < environment < --set.
 *
 *   file         JSON, strict; nested objects stand for dots ("tls": {"key_file": ...})
 *   environment  TESSERA__TLS__KEY_FILE; a list is split at commas
 *   --set        tls.key_file=PATH
 *
 * A secret KEY may be given as KEY_file (TESSERA__DATABASE__URL_FILE): the path of a file that
 * holds it. Value and file in one layer are an error.
 *
 * Loading reads files and blocks; a snapshot may be read by any thread until config_free.
 */
#ifndef TESSERA_CONFIG_CONFIG_H
#define TESSERA_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/log.h"

enum config_registration {
    CONFIG_REGISTRATION_OFF,
    CONFIG_REGISTRATION_OPEN,
    CONFIG_REGISTRATION_DOMAINS,
};
enum config_sms_kind { CONFIG_SMS_OFF, CONFIG_SMS_WEBHOOK, CONFIG_SMS_TWILIO };

/* Texts are never absent: "" is not set. Behind each stands a NUL that is not counted. */
struct config {
    arena_t *arena;       /* holds the snapshot itself */
    const str_t *origins; /* where each setting comes from; absent: built in (config/settings.h) */

#define OPEN(section) struct {
#define CLOSE(section)                                                                             \
    }                                                                                              \
    section;
#define BOOL(prefix, member, ...) bool member;
#define INT(prefix, member, ...) int64_t member;
#define TEXT(prefix, member, ...) str_t member;
#define PATH(prefix, member, ...) str_t member;
#define SECRET(prefix, member, ...) str_t member;
#define ENUM(prefix, member, type, ...) type member;
#define LIST(prefix, member, ...) str_array_t member;
#include "config/settings.def"
#undef OPEN
#undef CLOSE
#undef BOOL
#undef INT
#undef TEXT
#undef PATH
#undef SECRET
#undef ENUM
#undef LIST
};

/* What the snapshot is for decides what must be set. */
enum config_purpose {
    CONFIG_FOR_LOOKING, /* nothing must be set; values are judged alone (config show) */
    CONFIG_FOR_STORAGE, /* the database and its sealing key (verbs) */
    CONFIG_FOR_SERVING, /* everything (dev, serve, config check) */
};

struct config_sources {
    enum config_purpose purpose;
    str_array_t presets;            /* "key=value", the verb's own defaults */
    const char *file;               /* path; NULL: none */
    str_t file_text;                /* present: the file's text, and `file` only names it */
    const char *const *environment; /* as environ; NULL: none */
    str_array_t sets;               /* "key=value" */
};

/* One mistake. */
struct config_problem {
    str_t place;   /* "config.json:12", "TESSERA__ISSUER", "--set"; absent for what is not set */
    str_t key;     /* absent if it is not about one */
    str_t message; /* a sentence without the place */
};

enum { CONFIG_PROBLEMS_MAX = 64 };

/* All of them at once, so that nobody has to fix them one by one. Texts live in `arena`. */
struct config_problems {
    arena_t *arena;
    struct config_problem items[CONFIG_PROBLEMS_MAX];
    size_t n;
    size_t dropped; /* past the maximum */
};

/* NULL if there is any problem. Own. */
struct config *config_load(const struct config_sources *sources, struct config_problems *problems);
void config_free(struct config **config); /* NULL inside is fine; sets it to NULL */

#define AUTO_CONFIG __attribute__((cleanup(config_free))) struct config *

/* What a reload found. Keys are static. */
struct config_changes {
    arena_t *arena;
    str_array_t applied; /* settings that took their new value */
    str_array_t waiting; /* settings that changed and need a restart: the old value stands */
};

/* SIGHUP: loads the same sources again and gives a snapshot in which reloadable settings are new
 * and all others as in `running`. NULL if there is any problem: the running snapshot stays. Own. */
struct config *config_reload(const struct config *running, const struct config_sources *sources,
    struct config_problems *problems, struct config_changes *changes);

#endif
