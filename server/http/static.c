#include "http/static.h"

#include "base/base64url.h"
#include "crypto/digest.h"
#include "http/accept.h"

struct static_file {
    str_t name;
    const char *type;
    str_t tag; /* quoted */
    str_t data, br, gz;
    bool immutable;
};

struct http_static {
    struct static_file *files;
    size_t n;
};

static const char *type_of(str_t name)
{
    static const struct {
        str_t suffix;
        const char *type;
    } types[] = {
        {STR_INIT(".js"), "text/javascript; charset=utf-8"},
        {STR_INIT(".css"), "text/css; charset=utf-8"},
        {STR_INIT(".svg"), "image/svg+xml"},
        {STR_INIT(".png"), "image/png"},
        {STR_INIT(".ico"), "image/x-icon"},
        {STR_INIT(".json"), "application/json"},
        {STR_INIT(".html"), "text/html; charset=utf-8"},
        {STR_INIT(".txt"), "text/plain; charset=utf-8"},
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_ends_with(name, types[i].suffix))
            return types[i].type;
    return "application/octet-stream";
}

/* NAME.HASH.EXTENSION with 8 hex digits or more: another content has another name. */
static bool is_hashed(str_t name)
{
    str_t part, previous = STR_NONE, last = STR_NONE;

    while (str_next(&name, '.', &part)) {
        previous = last;
        last = part;
    }
    if (previous.len < 8)
        return false;
    for (size_t i = 0; i < previous.len; i++) {
        char c = previous.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return true;
}

static str_t tag_of(arena_t *arena, str_t data)
{
    uint8_t digest[DIGEST_SHA256_BYTES];

    digest_sha256(data, digest);
    return arena_printf(arena, "\"%s\"", base64url_encode(arena, digest, 12).ptr);
}

static bool is_coding(str_t name)
{
    return str_ends_with(name, STR(".br")) || str_ends_with(name, STR(".gz"));
}

const struct http_static *http_static_open(arena_t *arena, const struct embed_file *files)
{
    struct http_static *opened = ARENA_NEW(arena, struct http_static);
    size_t n = 0;

    while (files[n].name != NULL)
        n++;
    opened->files = ARENA_ARRAY(arena, struct static_file, n);
    for (size_t i = 0; i < n; i++) {
        str_t name = str_from_cstr(files[i].name);
        if (is_coding(name))
            continue;
        str_t data = {files[i].data, files[i].size};
        opened->files[opened->n++] = (struct static_file){
            .name = name,
            .type = type_of(name),
            .tag = tag_of(arena, data),
            .data = data,
            .br = embed_find(files, arena_printf(arena, "%s.br", files[i].name)),
            .gz = embed_find(files, arena_printf(arena, "%s.gz", files[i].name)),
            .immutable = is_hashed(name),
        };
    }
    return opened;
}

static const struct static_file *find(const struct http_static *files, str_t name)
{
    for (size_t i = 0; i < files->n; i++)
        if (str_eq(files->files[i].name, name))
            return &files->files[i];
    return NULL;
}

/* One content under one tag, whatever the coding: weak (RFC 9110, section 8.8.3.3). */
static bool is_known(struct http_exchange *x, const struct static_file *file)
{
    str_t list = http_header(&x->request, "if-none-match"), tag;

    while (str_next(&list, ',', &tag)) {
        tag = str_trim(tag);
        if (str_starts_with(tag, STR("W/")))
            tag = str_from(tag, 2);
        if (str_eq(tag, file->tag) || str_eq(tag, STR("*")))
            return true;
    }
    return false;
}

static void reply_content(struct http_exchange *x, const struct static_file *file)
{
    str_t accepted = http_header(&x->request, "accept-encoding");

    if (str_present(file->br) && http_accepts_encoding(accepted, STR("br"))) {
        http_reply_body(x, 200, file->type, file->br);
        http_reply_header(x, "Content-Encoding", STR("br"));
    } else if (str_present(file->gz) && http_accepts_encoding(accepted, STR("gzip"))) {
        http_reply_body(x, 200, file->type, file->gz);
        http_reply_header(x, "Content-Encoding", STR("gzip"));
    } else {
        http_reply_body(x, 200, file->type, file->data);
    }
}

bool http_static_reply(struct http_exchange *x, const struct http_static *files, str_t name)
{
    const struct static_file *file = find(files, name);

    if (file == NULL)
        return false;
    if (is_known(x, file))
        http_reply_empty(x, 304);
    else
        reply_content(x, file);
    http_reply_header(x, "ETag", arena_printf(x->arena, "W/%.*s", STR_ARG(file->tag)));
    http_reply_header(x, "Cache-Control",
        file->immutable ? STR("public, max-age=31536000, immutable") : STR("no-cache"));
    http_reply_header(x, "Vary", STR("Accept-Encoding"));
    return true;
}
