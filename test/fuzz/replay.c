/* Stands in for libFuzzer in the ordinary build: gives every file of the corpus folders named on
 * the command line to the fuzz target once. A folder that is missing or empty is a failure.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { INPUT_MAX_BYTES = 1024 * 1024, PATH_MAX_BYTES = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    uint8_t *buffer = malloc(INPUT_MAX_BYTES);
    size_t size = buffer != NULL ? fread(buffer, 1, INPUT_MAX_BYTES, file) : 0;
    bool whole = buffer != NULL && feof(file) && !ferror(file);
    fclose(file);
    if (whole) {
        /* A copy of the exact size, so that AddressSanitizer sees a read past the end. */
        uint8_t *input = malloc(size > 0 ? size : 1);
        if (input == NULL)
            abort();
        memcpy(input, buffer, size);
        LLVMFuzzerTestOneInput(input, size);
        free(input);
    } else {
        fprintf(stderr, "%s: cannot be read whole\n", path);
    }
    free(buffer);
    return whole;
}

/* The number of files that were replayed; -1 if one could not be. */
static int replay_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        fprintf(stderr, "%s: %s\n", folder, strerror(errno));
        return -1;
    }
    int replayed = 0;
    const struct dirent *entry;
    while (replayed >= 0 && (entry = readdir(entries)) != NULL) {
        char path[PATH_MAX_BYTES];
        struct stat status;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        replayed = replay_file(path) ? replayed + 1 : -1;
    }
    closedir(entries);
    return replayed;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int replayed = replay_folder(argv[i]);
        if (replayed <= 0) {
            fprintf(stderr, "%s: nothing was replayed\n", argv[i]);
            return 1;
        }
        printf("%s: %d inputs\n", argv[i], replayed);
    }
    return argc > 1 ? 0 : 1;
}
