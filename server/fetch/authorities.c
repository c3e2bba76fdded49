#define _GNU_SOURCE /* memfd_create, memmem */
#include "fetch/authorities.h"

#include "base/file.h"
#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BUNDLE_MAX = 4 * 1024 * 1024, ARENA_MAX = 4 * BUNDLE_MAX };

/* Where distributions keep all of them in one file. */
static const char *const bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt", /* Debian, Alpine */
    "/etc/pki/tls/certs/ca-bundle.crt",   /* Fedora */
    "/etc/ssl/ca-bundle.pem",             /* openSUSE */
};

static str_t system_bundle(arena_t *arena)
{
    str_t text;

    for (size_t i = 0; i < sizeof bundles / sizeof bundles[0]; i++)
        if (file_read(arena, bundles[i], BUNDLE_MAX, &text) == NULL)
            return text;
    log_warn("fetch.no_system_authorities");
    return STR("");
}

static bool write_all(int fd, str_t text)
{
    while (text.len > 0) {
        ssize_t written = write(fd, text.ptr, text.len);
        if (written <= 0)
            return false;
        text = str_from(text, (size_t)written);
    }
    return true;
}

static result_t fill(int fd, str_t system, str_t own)
{
    return write_all(fd, system) && write_all(fd, STR("\n")) && write_all(fd, own)
               ? OK
               : result_fail(RESULT_FAILED, "no memory for the certificate authorities");
}

result_t fetch_authorities_open(str_t ca_file, struct fetch_authorities *authorities)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----";
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t own = STR("");

    authorities->fd = -1;
    if (ca_file.len > 0 && file_read(arena, arena_cstr(arena, ca_file), BUNDLE_MAX, &own) != NULL)
        return result_fail(RESULT_FAILED, "fetch.ca_file cannot be read");
    if (ca_file.len > 0 && memmem(own.ptr, own.len, begin, sizeof begin - 1) == NULL)
        return result_fail(RESULT_FAILED, "fetch.ca_file holds no certificate");
    authorities->fd = memfd_create("tessera-authorities", MFD_CLOEXEC);
    if (authorities->fd < 0)
        return result_fail(RESULT_FAILED, "no memory for the certificate authorities");
    snprintf(authorities->path, sizeof authorities->path, "/proc/self/fd/%d", authorities->fd);
    return fill(authorities->fd, system_bundle(arena), own);
}

void fetch_authorities_close(struct fetch_authorities *authorities)
{
    if (authorities->fd >= 0)
        close(authorities->fd);
    authorities->fd = -1;
}
