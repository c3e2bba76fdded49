#include "crypto/seal_key.h"

#include "base/base64url.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 256, ARENA_MAX = 4096 };

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}
#define AUTO_FD __attribute__((cleanup(close_fd))) int

struct seal_key {
    uint8_t bytes[SEAL_KEY_BYTES];
};

struct seal_key *seal_key_new(const uint8_t bytes[SEAL_KEY_BYTES])
{
    struct seal_key *key = sodium_malloc(sizeof *key);
    if (key == NULL) {
        fputs("tessera: no locked memory for the sealing key (see ulimit -l)\n", stderr);
        abort();
    }
    memcpy(key->bytes, bytes, SEAL_KEY_BYTES);
    sodium_mprotect_readonly(key);
    return key;
}

void seal_key_free(struct seal_key **key)
{
    sodium_free(*key);
    *key = NULL;
}

const uint8_t *seal_key_bytes(const struct seal_key *key)
{
    return key->bytes;
}

/* O_NONBLOCK, so that a FIFO in the file's place cannot hold the start up. */
static result_t open_private(const char *path, int *fd_out)
{
    *fd_out = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info;
    if (*fd_out < 0 || fstat(*fd_out, &info) != 0)
        return result_fail(RESULT_FAILED, "the sealing key file cannot be opened");
    if (!S_ISREG(info.st_mode))
        return result_fail(RESULT_FAILED, "the sealing key file is no regular file");
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return result_fail(
            RESULT_FAILED, "the sealing key file is open to group or others: chmod 600");
    return OK;
}

static bool all_the_same(str_t bytes)
{
    for (size_t i = 1; i < bytes.len; i++)
        if (bytes.ptr[i] != bytes.ptr[0])
            return false;
    return true;
}

static str_t without_end_space(str_t text)
{
    while (text.len > 0 && str_contains_char(STR(" \t\r\n"), text.ptr[text.len - 1]))
        text.len--;
    return text;
}

static result_t parse(arena_t *arena, str_t text, struct seal_key **key_out)
{
    text = without_end_space(text);
    str_t bytes;
    if (str_eq(text, STR(SEAL_KEY_SAMPLE)))
        return result_fail(
            RESULT_FAILED, "the sealing key is the documented sample: make one of your own");
    if (!base64_decode(arena, text, &bytes))
        return result_fail(RESULT_FAILED, "the sealing key file is no base64");
    if (bytes.len != SEAL_KEY_BYTES)
        return result_fail(RESULT_FAILED, "the sealing key is not 32 bytes long");
    if (all_the_same(bytes))
        return result_fail(RESULT_FAILED, "the sealing key is no random key");
    *key_out = seal_key_new((const uint8_t *)bytes.ptr);
    return OK;
}

result_t seal_key_load(const char *path, struct seal_key **key_out)
{
    AUTO_FD fd = -1;
    *key_out = NULL;
    TRY(open_private(path, &fd));

    AUTO_ARENA arena = arena_new(ARENA_MAX);
    char *text = arena_alloc(arena, FILE_MAX);
    ssize_t len = read(fd, text, FILE_MAX);
    if (len < 0)
        return result_fail(RESULT_FAILED, "the sealing key file cannot be read");
    return parse(arena, (str_t){text, (size_t)len}, key_out);
}

/* The file's name is on disk only once its folder is. */
static bool sync_folder_of(arena_t *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    str_t folder = slash == NULL   ? STR(".")
                   : slash == path ? STR("/")
                                   : (str_t){path, (size_t)(slash - path)};
    AUTO_FD fd = open(arena_cstr(arena, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0;
}

static bool write_key(arena_t *arena, int fd)
{
    uint8_t *bytes = arena_alloc(arena, SEAL_KEY_BYTES);
    randombytes_buf(bytes, SEAL_KEY_BYTES);
    str_t text = base64_encode(arena, bytes, SEAL_KEY_BYTES);
    text = arena_printf(arena, "%.*s\n", STR_ARG(text));
    return write(fd, text.ptr, text.len) == (ssize_t)text.len && fsync(fd) == 0;
}

result_t seal_key_create(const char *path)
{
    AUTO_FD fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0 && errno == EEXIST)
        return result_fail(RESULT_CONFLICT, "the sealing key file exists already");
    if (fd < 0)
        return result_fail(RESULT_FAILED, "the sealing key file cannot be made");

    AUTO_ARENA arena = arena_new(ARENA_MAX + strlen(path));
    if (!write_key(arena, fd) || !sync_folder_of(arena, path)) {
        unlink(path);
        return result_fail(RESULT_FAILED, "the sealing key file cannot be written");
    }
    return OK;
}
