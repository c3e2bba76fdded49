#include "crypto/password_list.h"

#include <fcntl.h>
#include <nettle/sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 16, ENTRY = 8, LINE_MAX_BYTES = 4096, FIRST_ROOM = 4096 };

static const char head[HEAD] = "tessera-pwlist\n";

static uint64_t key_of_digest(const uint8_t digest[SHA1_DIGEST_SIZE])
{
    uint64_t key = 0;

    for (size_t i = 0; i < ENTRY; i++)
        key = key << 8 | digest[i];
    return key;
}

static uint64_t key_of(str_t password)
{
    struct sha1_ctx sha1;
    uint8_t digest[SHA1_DIGEST_SIZE];

    sha1_init(&sha1);
    sha1_update(&sha1, password.len, (const uint8_t *)password.ptr);
    sha1_digest(&sha1, sizeof digest, digest);
    return key_of_digest(digest);
}

/* --- asking --- */

static bool read_entry(int fd, size_t index, uint64_t *key_out)
{
    uint8_t bytes[SHA1_DIGEST_SIZE] = {0};
    off_t at = HEAD + (off_t)(index * ENTRY);

    if (pread(fd, bytes, ENTRY, at) != ENTRY)
        return false;
    *key_out = key_of_digest(bytes);
    return true;
}

static result_t measure(int fd, size_t *n_out)
{
    char found[HEAD];
    struct stat info;

    if (fstat(fd, &info) != 0)
        return result_fail(RESULT_UNAVAILABLE, "the list of passwords cannot be read");
    if (info.st_size < HEAD || (info.st_size - HEAD) % ENTRY != 0 ||
        pread(fd, found, HEAD, 0) != HEAD || memcmp(found, head, HEAD) != 0)
        return result_fail(RESULT_CORRUPT, "the list of passwords was not made by this program");
    *n_out = (size_t)(info.st_size - HEAD) / ENTRY;
    return OK;
}

static result_t search(int fd, size_t n, uint64_t wanted, bool *holds_out)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t key;

        if (!read_entry(fd, middle, &key))
            return result_fail(RESULT_UNAVAILABLE, "the list of passwords cannot be read");
        if (key == wanted) {
            *holds_out = true;
            return OK;
        }
        if (key < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return OK;
}

result_t password_list_holds(const char *path, str_t password, bool *holds_out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t n = 0;

    *holds_out = false;
    if (fd < 0)
        return result_fail(RESULT_UNAVAILABLE, "the list of passwords cannot be read");
    result_t done = measure(fd, &n);
    if (result_ok(done))
        done = search(fd, n, key_of(password), holds_out);
    close(fd);
    return done;
}

/* --- building --- */

struct keys {
    uint64_t *items;
    size_t n, room;
};

static void add(struct keys *keys, uint64_t key)
{
    if (keys->n == keys->room) {
        keys->room = keys->room > 0 ? keys->room * 2 : FIRST_ROOM;
        keys->items = realloc(keys->items, keys->room * sizeof *keys->items);
        if (keys->items == NULL)
            abort();
    }
    keys->items[keys->n++] = key;
}

static int hex_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "SHA1:COUNT", or a SHA-1 alone. */
static bool read_dump_line(str_t line, uint64_t *key_out, int64_t *count_out)
{
    str_t rest = line, digits = STR("");
    uint8_t digest[SHA1_DIGEST_SIZE];

    str_next(&rest, ':', &digits);
    if (digits.len != 2 * sizeof digest)
        return false;
    for (size_t i = 0; i < sizeof digest; i++) {
        int high = hex_of(digits.ptr[2 * i]), low = hex_of(digits.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        digest[i] = (uint8_t)(high << 4 | low);
    }
    *count_out = 1;
    if (str_present(rest) && rest.len > 0 && !str_to_int64(rest, count_out))
        return false;
    *key_out = key_of_digest(digest);
    return true;
}

static void take(struct keys *keys, str_t line, int64_t at_least, struct password_list_built *built)
{
    int64_t count = at_least;
    uint64_t key;

    if (!read_dump_line(line, &key, &count))
        key = key_of(line);
    if (line.len == 0 || count < at_least)
        built->left_out++;
    else
        add(keys, key);
}

static const char *read_lines(
    FILE *file, struct keys *keys, int64_t at_least, struct password_list_built *built)
{
    char text[LINE_MAX_BYTES];

    while (fgets(text, sizeof text, file) != NULL) {
        str_t line = str_from_cstr(text);

        if (line.len == sizeof text - 1 && text[line.len - 1] != '\n')
            return "has a line of more than 4,000 bytes";
        while (line.len > 0 && (text[line.len - 1] == '\n' || text[line.len - 1] == '\r'))
            line = str_first(line, line.len - 1);
        take(keys, line, at_least, built);
    }
    return ferror(file) ? "cannot be read" : NULL;
}

static int ascending(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return (left > right) - (left < right);
}

static bool is_sorted(const struct keys *keys)
{
    for (size_t i = 1; i < keys->n; i++)
        if (keys->items[i - 1] > keys->items[i])
            return false;
    return true;
}

static void sort_once(struct keys *keys)
{
    size_t kept = 0;

    if (!is_sorted(keys)) /* dumps are */
        qsort(keys->items, keys->n, sizeof *keys->items, ascending);
    for (size_t i = 0; i < keys->n; i++)
        if (kept == 0 || keys->items[kept - 1] != keys->items[i])
            keys->items[kept++] = keys->items[i];
    keys->n = kept;
}

static bool write_keys(FILE *file, const struct keys *keys)
{
    bool good = fwrite(head, 1, HEAD, file) == HEAD;

    for (size_t i = 0; good && i < keys->n; i++) {
        uint8_t bytes[ENTRY];
        for (size_t j = 0; j < ENTRY; j++)
            bytes[j] = (uint8_t)(keys->items[i] >> (8 * (ENTRY - 1 - j)));
        good = fwrite(bytes, 1, ENTRY, file) == ENTRY;
    }
    return good && fflush(file) == 0 && fsync(fileno(file)) == 0;
}

/* Beside the target first, so that whoever asks sees the old list or the new one. */
static const char *replace(const char *to, const struct keys *keys)
{
    char beside[LINE_MAX_BYTES];

    if ((size_t)snprintf(beside, sizeof beside, "%s.new", to) >= sizeof beside)
        return "has a name that is too long";
    FILE *file = fopen(beside, "wbe");
    if (file == NULL)
        return "cannot be written";
    bool good = write_keys(file, keys);
    good = fclose(file) == 0 && good;
    if (good && rename(beside, to) == 0)
        return NULL;
    unlink(beside);
    return "cannot be written";
}

struct password_list_built password_list_build(const char *from, const char *to, int64_t at_least)
{
    struct password_list_built built = {0};
    struct keys keys = {0};
    FILE *file = fopen(from, "rbe");

    if (file == NULL)
        return (struct password_list_built){.problem = "cannot be read"};
    built.problem = read_lines(file, &keys, at_least, &built);
    fclose(file);
    if (built.problem == NULL && keys.n == 0)
        built.problem = "holds no password";
    if (built.problem == NULL) {
        sort_once(&keys);
        built.problem = replace(to, &keys);
        built.of_target = built.problem != NULL;
    }
    built.passwords = keys.n;
    free(keys.items);
    return built;
}
