#include "http/peers.h"

#include "config/address.h"
#include "crypto/random.h"
#include "support/unit.h"

static struct peers *peers;

static int open_peers(void **state)
{
    (void)state;
    peers = peers_new(&random_system);
    return peers == NULL;
}

static int close_peers(void **state)
{
    (void)state;
    peers_free(&peers);
    return peers != NULL;
}

static struct peer *enter(const char *address)
{
    struct address_listen listen;

    assert_true(address_listen_parse(str_from_cstr(address), &listen));
    struct peer *peer = peers_enter(peers, &listen.sockets[0].any);
    assert_non_null(peer);
    return peer;
}

static void addresses_are_counted_apart(void **state)
{
    struct peer *first = enter("192.0.2.1:1"), *second = enter("192.0.2.1:2");
    struct peer *other = enter("192.0.2.2:1");
    (void)state;

    assert_ptr_equal(first, second);
    assert_int_equal(peer_connections(first), 2);
    assert_int_equal(peer_connections(other), 1);
    peers_leave(peers, first);
    assert_int_equal(peer_connections(second), 1);
    peers_leave(peers, second);
    peers_leave(peers, other);
}

static void v6_is_counted_by_its_network(void **state)
{
    struct peer *first = enter("[2001:db8:1:2:3:4:5:6]:1"), *second = enter("[2001:db8:1:2::9]:1");
    struct peer *other = enter("[2001:db8:1:3::9]:1");
    (void)state;

    assert_ptr_equal(first, second);
    assert_ptr_not_equal(first, other);
    peers_leave(peers, first);
    peers_leave(peers, second);
    peers_leave(peers, other);
}

static void mapped_v4_is_v4(void **state)
{
    struct peer *first = enter("192.0.2.1:1"), *second = enter("[::ffff:192.0.2.1]:1");
    struct peer *other = enter("[::ffff:192.0.2.2]:1");
    (void)state;

    assert_ptr_equal(first, second);
    assert_ptr_not_equal(first, other);
    peers_leave(peers, first);
    peers_leave(peers, second);
    peers_leave(peers, other);
}

/* Every bucket holds several; the sanitizer counts what is left. */
static void many_come_and_go(void **state)
{
    enum { MANY = 5000 };
    static struct peer *held[MANY];
    (void)state;

    for (uint32_t i = 0; i < MANY; i++) {
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(i + 1)};
        held[i] = peers_enter(peers, (const struct sockaddr *)(const void *)&address);
        assert_int_equal(peer_connections(held[i]), 1);
    }
    for (uint32_t i = 0; i < MANY; i++)
        peers_leave(peers, held[(i * 7) % MANY]);
}

int main(void)
{
#define WITH_PEERS(test) cmocka_unit_test_setup_teardown(test, open_peers, close_peers)
    const struct CMUnitTest tests[] = {
        WITH_PEERS(addresses_are_counted_apart),
        WITH_PEERS(v6_is_counted_by_its_network),
        WITH_PEERS(mapped_v4_is_v4),
        WITH_PEERS(many_come_and_go),
    };
    if (!result_ok(crypto_init()))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
