#include "http/peers.h"

#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1024 };

struct peer {
    struct peer *next;
    uint64_t network; /* the first half of the IPv6 address */
    uint32_t v4;      /* 0 but for IPv4 */
    unsigned connections;
};

struct peers {
    uint64_t seed; /* nobody outside can aim at one bucket */
    struct peer *buckets[BUCKETS];
};

struct peers *peers_new(const struct random_source *random)
{
    struct peers *peers = calloc(1, sizeof *peers);

    if (peers != NULL)
        random->fill(random->self, &peers->seed, sizeof peers->seed);
    return peers;
}

void peers_free(struct peers **peers)
{
    free(*peers);
    *peers = NULL;
}

static struct peer key_of(const struct sockaddr *address)
{
    struct peer key = {0};

    if (address->sa_family == AF_INET) {
        memcpy(
            &key.v4, &((const struct sockaddr_in *)(const void *)address)->sin_addr, sizeof key.v4);
    } else if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const void *)address;
        memcpy(&key.network, &v6->sin6_addr, sizeof key.network);
        if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
            memcpy(&key.v4, &v6->sin6_addr.s6_addr[12], sizeof key.v4);
    }
    return key;
}

static struct peer **bucket_of(struct peers *peers, const struct peer *key)
{
    uint64_t mixed = (key->network ^ key->v4 ^ peers->seed) * UINT64_C(0x9E3779B97F4A7C15);

    return &peers->buckets[mixed >> 54];
}

struct peer *peers_enter(struct peers *peers, const struct sockaddr *address)
{
    struct peer key = key_of(address);
    struct peer **bucket = bucket_of(peers, &key);
    struct peer *peer = *bucket;

    while (peer != NULL && (peer->network != key.network || peer->v4 != key.v4))
        peer = peer->next;
    if (peer == NULL) {
        peer = malloc(sizeof *peer);
        if (peer == NULL)
            return NULL;
        *peer = key;
        peer->next = *bucket;
        *bucket = peer;
    }
    peer->connections++;
    return peer;
}

void peers_leave(struct peers *peers, struct peer *peer)
{
    struct peer **link = bucket_of(peers, peer);

    if (--peer->connections > 0)
        return;
    while (*link != peer)
        link = &(*link)->next;
    *link = peer->next;
    free(peer);
}

unsigned peer_connections(const struct peer *peer)
{
    return peer->connections;
}
