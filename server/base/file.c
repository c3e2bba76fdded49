#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *reason_of(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return "does not exist";
    case EACCES:
        return "may not be read by this user";
    default:
        return "cannot be read";
    }
}

/* Non-blocking, or opening a pipe would wait for its writer. */
static const char *open_regular(const char *path, int *fd_out, struct stat *status_out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return reason_of(errno);
    if (fstat(fd, status_out) != 0 || !S_ISREG(status_out->st_mode)) {
        close(fd);
        return "is not a regular file";
    }
    *fd_out = fd;
    return NULL;
}

const char *file_read(arena_t *arena, const char *path, size_t max, str_t *text_out)
{
    int fd;
    struct stat status;
    const char *why = open_regular(path, &fd, &status);
    if (why != NULL)
        return why;
    if (status.st_size < 0 || (uintmax_t)status.st_size > max) {
        close(fd);
        return "is too large";
    }
    size_t size = (size_t)status.st_size;
    char *text = arena_alloc(arena, size + 1);
    size_t have = 0;
    ssize_t got = 1;
    while (have < size && got > 0) {
        got = read(fd, text + have, size - have);
        if (got > 0)
            have += (size_t)got;
    }
    close(fd);
    if (got < 0)
        return "cannot be read";
    *text_out = (str_t){text, have};
    return NULL;
}

bool file_is_missing(const char *path)
{
    struct stat status;
    return stat(path, &status) != 0 && errno == ENOENT;
}

const char *file_is_readable(const char *path)
{
    int fd;
    struct stat status;
    const char *why = open_regular(path, &fd, &status);
    if (why == NULL)
        close(fd);
    return why;
}

const char *file_is_private(const char *path)
{
    int fd;
    struct stat status;
    const char *why = open_regular(path, &fd, &status);
    if (why != NULL)
        return why;
    close(fd);
    return (status.st_mode & 077) != 0 ? "may be read by others than its owner (chmod 600)" : NULL;
}

static bool write_all(int fd, str_t text)
{
    while (text.len > 0) {
        ssize_t n = write(fd, text.ptr, text.len);

        if (n <= 0)
            return false;
        text = str_from(text, (size_t)n);
    }
    return fsync(fd) == 0;
}

result_t file_replace(const char *path, str_t text, unsigned mode)
{
    char beside[PATH_MAX];
    int len = snprintf(beside, sizeof beside, "%s.new", path);

    if (len < 0 || (size_t)len >= sizeof beside)
        return result_fail(RESULT_FAILED, "a path is too long");
    unlink(beside);
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
    if (fd < 0)
        return result_fail(RESULT_FAILED, "a file cannot be made");
    bool written = write_all(fd, text);
    if (close(fd) != 0 || !written || rename(beside, path) != 0) {
        unlink(beside);
        return result_fail(RESULT_UNAVAILABLE, "a file cannot be written");
    }
    return OK;
}
