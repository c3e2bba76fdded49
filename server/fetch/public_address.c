#include "fetch/public_address.h"

#include "config/address.h"

#include <string.h>

#define V4(a, b, c, d, bits)                                                                       \
    {                                                                                              \
        {[10] = 0xff, [11] = 0xff, [12] = (a), [13] = (b), [14] = (c), [15] = (d)}, 96 + (bits)    \
    }
#define V6(a, b, c, d, bits)                                                                       \
    {                                                                                              \
        {(a) >> 8, (a)&0xff, (b) >> 8, (b)&0xff, (c) >> 8, (c)&0xff, (d) >> 8, (d)&0xff}, (bits)   \
    }

/* IANA IPv4 Special-Purpose Address Registry, and multicast. The few anycast services in these
 * ranges that are globally reachable (AS112, AMT, PCP) serve no documents. */
static const struct address_range special_v4[] = {
    V4(0, 0, 0, 0, 8),       /* this network (RFC 791) */
    V4(10, 0, 0, 0, 8),      /* private (RFC 1918) */
    V4(100, 64, 0, 0, 10),   /* shared behind carriers' NAT (RFC 6598) */
    V4(127, 0, 0, 0, 8),     /* loopback (RFC 1122) */
    V4(169, 254, 0, 0, 16),  /* link-local (RFC 3927), clouds' metadata services */
    V4(172, 16, 0, 0, 12),   /* private (RFC 1918) */
    V4(192, 0, 0, 0, 24),    /* protocol assignments (RFC 6890) */
    V4(192, 0, 2, 0, 24),    /* documentation (RFC 5737) */
    V4(192, 31, 196, 0, 24), /* AS112 (RFC 7535) */
    V4(192, 52, 193, 0, 24), /* AMT (RFC 7450) */
    V4(192, 88, 99, 0, 24),  /* 6to4 relays, deprecated (RFC 7526) */
    V4(192, 168, 0, 0, 16),  /* private (RFC 1918) */
    V4(192, 175, 48, 0, 24), /* AS112 (RFC 7534) */
    V4(198, 18, 0, 0, 15),   /* benchmarks (RFC 2544) */
    V4(198, 51, 100, 0, 24), /* documentation (RFC 5737) */
    V4(203, 0, 113, 0, 24),  /* documentation (RFC 5737) */
    V4(224, 0, 0, 0, 4),     /* multicast (RFC 5771) */
    V4(240, 0, 0, 0, 4),     /* reserved (RFC 1112), and limited broadcast */
};

/* What is assigned for unicast at all (RFC 4291): loopback, IPv4-compatible, discard-only, segment
 * routing, unique local, link-local, site-local and multicast addresses lie outside. */
static const struct address_range global_v6 = V6(0x2000, 0, 0, 0, 3);

/* IANA IPv6 Special-Purpose Address Registry, as far as it lies inside. */
static const struct address_range special_v6[] = {
    V6(0x2001, 0, 0, 0, 23),         /* protocol assignments (RFC 2928): Teredo, ORCHID, ... */
    V6(0x2001, 0xdb8, 0, 0, 32),     /* documentation (RFC 3849) */
    V6(0x2002, 0, 0, 0, 16),         /* 6to4 (RFC 3056), embeds any IPv4 address */
    V6(0x2620, 0x4f, 0x8000, 0, 48), /* AS112 (RFC 7534) */
    V6(0x3fff, 0, 0, 0, 20),         /* documentation (RFC 9637) */
};

static const struct address_range mapped =
    V4(0, 0, 0, 0, 0); /* ::ffff:0:0/96 (RFC 4291, 2.5.5.2) */
static const struct address_range nat64 = V6(0x64, 0xff9b, 0, 0, 96); /* (RFC 6052) */

static bool is_in(const struct address_range *ranges, size_t n, const struct sockaddr *address)
{
    for (size_t i = 0; i < n; i++)
        if (address_range_has(&ranges[i], address))
            return true;
    return false;
}

/* The IPv4 address in the last four bytes. */
static union address_socket embedded_v4(const struct sockaddr *address)
{
    const struct in6_addr *v6 = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    union address_socket v4 = {.v4 = {.sin_family = AF_INET}};

    memcpy(&v4.v4.sin_addr, v6->s6_addr + 12, sizeof v4.v4.sin_addr);
    return v4;
}

bool public_address(const struct sockaddr *address)
{
    /* Both families: an IPv4 address counts as its mapped form. */
    if (address_range_has(&mapped, address))
        return !is_in(special_v4, sizeof special_v4 / sizeof *special_v4, address);
    if (address_range_has(&nat64, address)) {
        union address_socket v4 = embedded_v4(address);
        return public_address(&v4.any);
    }
    return address_range_has(&global_v6, address) &&
           !is_in(special_v6, sizeof special_v6 / sizeof *special_v6, address);
}
