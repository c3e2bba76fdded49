/* Files that stand inside the program (migrations, pages): made by tessera_embed of CMake. */
#ifndef TESSERA_BASE_EMBED_H
#define TESSERA_BASE_EMBED_H

#include "base/str.h"

/* A table is sorted by name and ended by an entry whose name is NULL. A NUL that is not counted
 * stands behind each file's data. */
struct embed_file {
    const char *name; /* relative to the embedded folder, with '/' */
    const char *data;
    size_t size;
};

/* Absent if there is no such file. */
str_t embed_find(const struct embed_file *table, str_t name);

#endif
