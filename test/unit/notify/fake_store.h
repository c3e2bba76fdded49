/* The outbox's store in memory, with the conditions of the real one; any thread. */
#ifndef TESSERA_TEST_NOTIFY_FAKE_STORE_H
#define TESSERA_TEST_NOTIFY_FAKE_STORE_H

#include "base/clock.h"
#include "base/random.h"
#include "crypto/seal.h"
#include "notify/ports.h"
#include "oauth/ports.h"

#include <pthread.h>

enum { FAKE_MESSAGES_MAX = 64, FAKE_NOW = 1700000000 }; /* 2023-11-14 22:13:20 UTC */

struct fake_store {
    pthread_mutex_t lock;
    arena_t *arena; /* what the messages hold */
    struct notify_message messages[FAKE_MESSAGES_MAX];
    size_t n;
    result_t answer; /* of every call */
    size_t looks;    /* calls of claim */
    int64_t now;     /* what the clock says */
    size_t deaths;   /* in the audit log */
    char reason[256];
    uint8_t chance; /* what every random byte is */
    struct seal_key *key;
    struct notify_store port;
    struct oauth_audit audit;
    struct random_source random;
    struct clock clock;
};

/* cmocka's set-up and tear-down. */
int fake_store_begin(void **state);
int fake_store_end(void **state);

/* A pending mail to a@example.com, due now, without text. */
struct notify_message *fake_store_add(struct fake_store *fake);

#endif
