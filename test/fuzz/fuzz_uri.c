/* links: tessera_base */
/* Absolute URIs: the parts of what passes make the same text again. */
#include "base/uri.h"

#include <stdlib.h>

enum { ARENA_MAX = 1 << 22 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static str_t part(arena_t *arena, const char *before, str_t part, const char *behind)
{
    if (!str_present(part))
        return STR("");
    return arena_printf(arena, "%s%.*s%s", before, STR_ARG(part), behind);
}

static bool is_whole(arena_t *arena, const struct uri *uri, str_t text, const char *slashes)
{
    str_t host = uri->ip_literal ? part(arena, "[", uri->host, "]") : uri->host;
    str_t user = part(arena, "", uri->userinfo, "@"), port = part(arena, ":", uri->port, "");
    str_t query = part(arena, "?", uri->query, ""), hash = part(arena, "#", uri->fragment, "");
    str_t whole = arena_printf(arena, "%.*s:%s%.*s%.*s%.*s%.*s%.*s%.*s", STR_ARG(uri->scheme),
        slashes, STR_ARG(user), STR_ARG(host), STR_ARG(port), STR_ARG(uri->path), STR_ARG(query),
        STR_ARG(hash));
    return str_eq(whole, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t text = arena_bytes(arena, data, size);
    struct uri uri;
    if (!uri_parse(text, &uri))
        return 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] <= ' ' || text.ptr[i] > '~' || text.ptr[i] == '\\' || text.ptr[i] == '"')
            abort();
    if (!is_whole(arena, &uri, text, "//") && !is_whole(arena, &uri, text, ""))
        abort();
    if (uri_is_loopback_literal(&uri) && !uri_is_loopback(&uri))
        abort();
    str_t origin = uri_origin(arena, &uri);
    if (!str_present(origin))
        abort();
    return 0;
}
