/* The outside of authn in memory: a store, a scheme whose password is the same for everybody, a
 * log, notices and counting randomness. Every call is counted. Threads may share one world.
 */
#ifndef TESSERA_TEST_FAKE_AUTHN_H
#define TESSERA_TEST_FAKE_AUTHN_H

#include "authn/context.h"
#include "authn/flow.h"

#include <pthread.h>

enum { FAKE_MAX = 64 };

#define FAKE_PASSWORD "correct horse battery staple"
#define FAKE_NOW 1700000000

struct fake_bucket {
    str_t name;
    int64_t tries;
    int64_t locks;
    int64_t locked_until;
};

struct fake_consent {
    str_t user_id;
    str_t client_id;
    struct authn_consent consent;
};

struct fake_calls {
    int subject_by_email;
    int device_known;
    int throttle_attempt;
    int throttle_clear;
    int session_touch;
    int flow_advance;
    int verify;         /* all of them */
    int verify_unknown; /* those without a person */
    int notices;
};

struct fake_authn {
    arena_t *arena;
    pthread_mutex_t mutex;
    struct oauth_subject subjects[FAKE_MAX];
    size_t n_subjects;
    struct authn_session sessions[FAKE_MAX];
    size_t n_sessions;
    struct authn_flow_record flows[FAKE_MAX];
    size_t n_flows;
    struct fake_bucket buckets[FAKE_MAX];
    size_t n_buckets;
    struct fake_consent consents[FAKE_MAX];
    size_t n_consents;
    str_t devices[FAKE_MAX]; /* "user digest" */
    size_t n_devices;
    const char *events[FAKE_MAX]; /* audited */
    const char *reasons[FAKE_MAX];
    size_t n_events;
    uint8_t next_random;
    bool busy; /* the slow hash has no slot */
    struct fake_calls calls;

    struct authn_settings settings;
    struct authn_store store;
    struct authn_schemes schemes;
    struct authn_notices notices;
    struct oauth_audit audit;
    struct random_source random;
    struct authn_context ctx; /* for one thread; threads copy it and give it their own arena */
};

struct fake_authn *fake_authn_new(void);
void fake_authn_free(struct fake_authn *fake);

/* Enabled, verified; the id is "id-" + the address. */
struct oauth_subject *fake_person(struct fake_authn *fake, const char *email);

bool fake_audited(const struct fake_authn *fake, const char *event);

/* A well-formed token made of one letter. */
str_t fake_token(struct fake_authn *fake, char letter);

#endif
