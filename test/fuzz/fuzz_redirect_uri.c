/* links: tessera_oauth */
/* Redirect URIs, one a line, first the registered one: what may be registered matches itself, goes
 * nowhere else, and cannot end the Content-Security-Policy that names it. */
#include "oauth/redirect_uri.h"

#include "base/uri.h"

#include <stdlib.h>

enum { ARENA_MAX = 1 << 22 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge_csp(arena_t *arena, str_t uri)
{
    str_t source = redirect_uri_csp_source(arena, uri);
    if (source.len == 0)
        abort();
    for (size_t i = 0; i < source.len; i++)
        if (source.ptr[i] <= ' ' || source.ptr[i] > '~' ||
            str_contains_char(STR(";,'\"*"), source.ptr[i]))
            abort();
}

/* The same but for a port, and that for a loopback literal only. */
static void judge_match(str_t registered, str_t given)
{
    struct uri a, b;
    if (str_eq(registered, given))
        return;
    if (!uri_parse(registered, &a) || !uri_parse(given, &b) || !uri_is_loopback_literal(&a) ||
        !str_eq(a.host, b.host) || !str_eq(a.scheme, STR("http")) ||
        !str_eq(b.scheme, STR("http")) || !str_eq(a.path, b.path) || !str_eq(a.query, b.query) ||
        str_present(b.fragment) || str_present(b.userinfo))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t given = arena_bytes(arena, data, size), registered;
    str_next(&given, '\n', &registered);
    for (int type = CLIENT_WEB; type <= CLIENT_RESOURCE; type++) {
        struct uri uri;
        if (redirect_uri_refusal((enum oauth_client_type)type, registered) != NULL)
            continue;
        if (!uri_parse(registered, &uri) || str_present(uri.fragment) ||
            str_present(uri.userinfo) || str_eq_ci(uri.scheme, STR("javascript")) ||
            str_eq_ci(uri.scheme, STR("data")) || !redirect_uri_matches(registered, registered))
            abort();
        judge_csp(arena, registered);
        if (redirect_uri_host(arena, registered).len == 0)
            abort();
        if (str_present(given) && redirect_uri_matches(registered, given))
            judge_match(registered, given);
    }
    return 0;
}
