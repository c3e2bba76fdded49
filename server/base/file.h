/* Whole small files (settings, keys, lists). Blocks on the disk. */
#ifndef TESSERA_BASE_FILE_H
#define TESSERA_BASE_FILE_H

#include "base/arena.h"
#include "base/result.h"

/* *text_out is the file's bytes. NULL, or why not, as the end of a sentence ("does not exist"):
 * only regular files of at most `max` bytes are read, so that no device or pipe can hold us. */
const char *file_read(arena_t *arena, const char *path, size_t max, str_t *text_out);

/* Whether there is nothing at all at that path. */
bool file_is_missing(const char *path);

/* NULL, or why it cannot be read, or that others than its owner can: "is not a regular file",
 * "may be read by others than its owner (chmod 600)". */
const char *file_is_readable(const char *path);
const char *file_is_private(const char *path);

/* Writes the whole file beside and moves it into place, on disk when it returns: readers see the
 * old or the new text, never a part. `mode` holds from the first byte. */
MUST_USE result_t file_replace(const char *path, str_t text, unsigned mode);

#endif
