/* The delivery of messages: a few threads for each kind, so that a gateway that hangs holds up its
 * own kind only, and never a request. On every node; which one delivers a message is decided in the
 * database. A message is claimed by the thread that delivers it, when it is about to, so that a
 * claim is as long as one delivery and nothing claimed waits behind a gateway.
 */
#ifndef TESSERA_NOTIFY_DELIVERY_H
#define TESSERA_NOTIFY_DELIVERY_H

#include "notify/attempt.h"

struct delivery;

struct delivery_lane {
    const char *kind; /* static */
    struct notify_gateway gateway;
    struct backoff backoff;
    size_t threads; /* deliveries of this kind at once */
};
enum { DELIVERY_LANES_MAX = 4, DELIVERY_THREADS_MAX = 32 };

/* All borrowed for the delivery's life, but what stands in it by value. */
struct delivery_options {
    const struct notify_store *store;
    const struct seal_key *key;
    const struct oauth_audit *audit;
    const struct random_source *random;
    const struct clock *clock;
    int64_t claim_s; /* longer than any gateway takes */
    bool keep_text;
    struct delivery_lane lanes[DELIVERY_LANES_MAX];
    size_t lanes_n;
};

/* Starts the threads. RESULT_FAILED if there are none to be had. Own. */
MUST_USE result_t delivery_start(
    const struct delivery_options *options, struct delivery **delivery_out);

/* A message of that kind was added: somebody looks now and not at the next poll. Any thread; does
 * not block. After delivery_stop nothing happens. */
void delivery_wake(struct delivery *delivery, str_t kind);

/* Begins nothing more, lets what has begun end (gateways are told to hurry), and ends the threads.
 */
void delivery_stop(struct delivery *delivery);

/* Stops it first if need be. Nobody may be waking it. NULL inside is fine; sets it to NULL. */
void delivery_free(struct delivery **delivery);

#endif
