#include "config/address.h"

#include <arpa/inet.h>
#include <string.h>

enum { HOST_BYTES = 64, V4_MAPPED_BITS = 96 };

static bool to_cstr(str_t text, char out[HOST_BYTES])
{
    if (text.len == 0 || text.len >= HOST_BYTES || memchr(text.ptr, 0, text.len) != NULL)
        return false;
    memcpy(out, text.ptr, text.len);
    out[text.len] = 0;
    return true;
}

static bool socket_parse(str_t host, bool v6, uint16_t port, union address_socket *socket_out)
{
    char text[HOST_BYTES];
    memset(socket_out, 0, sizeof *socket_out);
    if (!to_cstr(host, text))
        return false;
    if (v6) {
        socket_out->v6.sin6_family = AF_INET6;
        socket_out->v6.sin6_port = htons(port);
        return inet_pton(AF_INET6, text, &socket_out->v6.sin6_addr) == 1;
    }
    socket_out->v4.sin_family = AF_INET;
    socket_out->v4.sin_port = htons(port);
    return inet_pton(AF_INET, text, &socket_out->v4.sin_addr) == 1;
}

/* Cuts "HOST:PORT" or "[HOST]:PORT". */
static bool split(str_t text, str_t *host_out, bool *v6_out, str_t *port_out)
{
    size_t colon = text.len;
    while (colon > 0 && text.ptr[colon - 1] != ':')
        colon--;
    if (colon == 0)
        return false;
    *host_out = str_first(text, colon - 1);
    *port_out = str_from(text, colon);
    *v6_out = host_out->len > 2 && host_out->ptr[0] == '[' && str_ends_with(*host_out, STR("]"));
    if (*v6_out)
        *host_out = str_first(str_from(*host_out, 1), host_out->len - 2);
    return true;
}

static bool is_loopback(const union address_socket *socket)
{
    if (socket->any.sa_family == AF_INET)
        return ntohl(socket->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    return IN6_IS_ADDR_LOOPBACK(&socket->v6.sin6_addr);
}

bool address_listen_parse(str_t text, struct address_listen *listen_out)
{
    str_t host, port_text;
    bool v6;
    int64_t port;
    if (!split(text, &host, &v6, &port_text) || port_text.len > 5 ||
        !str_to_int64(port_text, &port) || port > UINT16_MAX)
        return false;
    *listen_out = (struct address_listen){.n = 1, .port = (uint16_t)port, .loopback = true};
    if (str_eq(host, STR("localhost"))) {
        listen_out->n = 2;
        return socket_parse(STR("127.0.0.1"), false, (uint16_t)port, &listen_out->sockets[0]) &&
               socket_parse(STR("::1"), true, (uint16_t)port, &listen_out->sockets[1]);
    }
    if (!socket_parse(host, v6, (uint16_t)port, &listen_out->sockets[0]))
        return false;
    listen_out->loopback = is_loopback(&listen_out->sockets[0]);
    return true;
}

static void to_bytes(const struct sockaddr *address, uint8_t out[16])
{
    static const uint8_t v4_mapped[12] = {[10] = 0xff, [11] = 0xff};
    if (address->sa_family == AF_INET) {
        memcpy(out, v4_mapped, sizeof v4_mapped);
        memcpy(out + 12, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
    } else {
        memcpy(out, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 16);
    }
}

/* Whether two addresses agree in their first `bits` bits. */
static bool agree(const uint8_t a[16], const uint8_t b[16], unsigned bits)
{
    unsigned whole = bits / 8;
    if (memcmp(a, b, whole) != 0)
        return false;
    return bits % 8 == 0 || ((a[whole] ^ b[whole]) >> (8 - bits % 8)) == 0;
}

static bool rest_is_zero(const struct address_range *range)
{
    for (unsigned bit = range->bits; bit < 128; bit++)
        if ((range->bytes[bit / 8] >> (7 - bit % 8) & 1) != 0)
            return false;
    return true;
}

bool address_range_parse(str_t text, struct address_range *range_out)
{
    str_t rest = text, host, bits_text;
    bool v6 = str_contains_char(text, ':');
    union address_socket socket;
    if (!str_next(&rest, '/', &host) || !socket_parse(host, v6, 0, &socket))
        return false;
    to_bytes(&socket.any, range_out->bytes);
    int64_t bits = v6 ? 128 : 32;
    if (str_next(&rest, '/', &bits_text)) {
        int64_t most = bits;
        if (str_present(rest) || !str_to_int64(bits_text, &bits) || bits > most)
            return false;
    }
    range_out->bits = (unsigned)bits + (v6 ? 0 : V4_MAPPED_BITS);
    return rest_is_zero(range_out);
}

bool address_range_has(const struct address_range *range, const struct sockaddr *address)
{
    if (address->sa_family != AF_INET && address->sa_family != AF_INET6)
        return false;
    uint8_t bytes[16];
    to_bytes(address, bytes);
    return agree(range->bytes, bytes, range->bits);
}

bool address_range_is_everything(const struct address_range *range)
{
    static const struct sockaddr_in any = {.sin_family = AF_INET};

    return range->bits <= V4_MAPPED_BITS &&
           address_range_has(range, (const struct sockaddr *)(const void *)&any);
}
