/* links: tessera_http_wire */
/* X-Forwarded-For behind a trusted proxy: what comes out is an address. */
#include "http/address.h"

#include <arpa/inet.h>
#include <stdlib.h>

enum { ARENA_MAX = 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct address_range all[2];
    struct http_proxies proxies = {all, 2};
    const struct sockaddr_in peer = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct in6_addr parsed;

    if (!address_range_parse(STR("127.0.0.0/8"), &all[0]) ||
        !address_range_parse(STR("2001:db8::/32"), &all[1]))
        abort();
    struct http_address address = http_address_of(arena,
        (const struct sockaddr *)(const void *)&peer, (str_t){(const char *)data, size}, &proxies);
    const char *text = arena_cstr(arena, address.text);
    if (inet_pton(AF_INET, text, &parsed) != 1 && inet_pton(AF_INET6, text, &parsed) != 1)
        abort();
    if (address.bucket.len == 0)
        abort();
    return 0;
}
