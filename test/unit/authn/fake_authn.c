#include "unit/authn/fake_authn.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define LOCK(fake) pthread_mutex_lock(&(fake)->mutex)
#define UNLOCK(fake) pthread_mutex_unlock(&(fake)->mutex)

static result_t subject_by_email(
    void *self, arena_t *arena, str_t email, const struct oauth_subject **subject_out)
{
    struct fake_authn *fake = self;

    (void)arena;
    LOCK(fake);
    fake->calls.subject_by_email++;
    *subject_out = NULL;
    for (size_t i = 0; i < fake->n_subjects; i++) {
        if (str_eq(fake->subjects[i].email, email))
            *subject_out = &fake->subjects[i];
    }
    UNLOCK(fake);
    return OK;
}

static result_t subject_find(
    void *self, arena_t *arena, str_t user_id, const struct oauth_subject **subject_out)
{
    struct fake_authn *fake = self;

    (void)arena;
    *subject_out = NULL;
    for (size_t i = 0; i < fake->n_subjects; i++) {
        if (str_eq(fake->subjects[i].id, user_id))
            *subject_out = &fake->subjects[i];
    }
    return OK;
}

static void drop_session(struct fake_authn *fake, str_t id)
{
    for (size_t i = 0; i < fake->n_sessions; i++) {
        if (str_eq(fake->sessions[i].id, id))
            fake->sessions[i] = fake->sessions[--fake->n_sessions];
    }
}

static result_t session_add(void *self, const struct authn_session *session, str_t replaces)
{
    struct fake_authn *fake = self;
    struct authn_session copy = *session;

    LOCK(fake);
    if (str_present(replaces))
        drop_session(fake, replaces);
    copy.id = arena_str(fake->arena, session->id);
    copy.token_digest = arena_str(fake->arena, session->token_digest);
    copy.user_id = arena_str(fake->arena, session->user_id);
    copy.user_agent = arena_str(fake->arena, session->user_agent);
    assert(fake->n_sessions < FAKE_MAX);
    fake->sessions[fake->n_sessions++] = copy;
    UNLOCK(fake);
    return OK;
}

static result_t session_renew(
    void *self, const struct authn_session *session, str_t token_digest_before, bool *renewed_out)
{
    struct fake_authn *fake = self;

    *renewed_out = false;
    LOCK(fake);
    for (size_t i = 0; i < fake->n_sessions; i++) {
        struct authn_session *stored = &fake->sessions[i];
        if (!str_eq(stored->id, session->id) ||
            !str_eq(stored->token_digest, token_digest_before) ||
            !str_eq(stored->user_id, session->user_id))
            continue;
        stored->token_digest = arena_str(fake->arena, session->token_digest);
        stored->auth_time = session->auth_time;
        stored->amr = session->amr;
        stored->acr = session->acr;
        stored->seen_at = session->seen_at;
        stored->expires_at = session->expires_at;
        *renewed_out = true;
    }
    UNLOCK(fake);
    return OK;
}

static bool session_alive(const struct authn_session *session, int64_t now, int64_t idle_since)
{
    return session->expires_at > now && session->seen_at >= idle_since;
}

static result_t session_find(void *self, arena_t *arena, str_t token_digest, int64_t now,
    int64_t idle_since, const struct authn_session **session_out)
{
    struct fake_authn *fake = self;

    (void)arena;
    *session_out = NULL;
    for (size_t i = 0; i < fake->n_sessions; i++) {
        struct authn_session *session = &fake->sessions[i];

        if (str_eq(session->token_digest, token_digest) && session_alive(session, now, idle_since))
            *session_out = session;
    }
    return OK;
}

static result_t session_find_by_id(void *self, arena_t *arena, str_t id, int64_t now,
    int64_t idle_since, const struct authn_session **session_out)
{
    struct fake_authn *fake = self;

    (void)arena;
    *session_out = NULL;
    for (size_t i = 0; i < fake->n_sessions; i++) {
        if (str_eq(fake->sessions[i].id, id) && session_alive(&fake->sessions[i], now, idle_since))
            *session_out = &fake->sessions[i];
    }
    return OK;
}

static result_t session_touch(void *self, str_t id, int64_t now)
{
    struct fake_authn *fake = self;

    fake->calls.session_touch++;
    for (size_t i = 0; i < fake->n_sessions; i++) {
        if (str_eq(fake->sessions[i].id, id))
            fake->sessions[i].seen_at = now;
    }
    return OK;
}

static result_t session_end(void *self, str_t id, int64_t now)
{
    (void)now;
    drop_session(self, id);
    return OK;
}

static result_t sessions_end_of_user(void *self, str_t user_id, str_t except, int64_t now)
{
    struct fake_authn *fake = self;

    (void)now;
    for (size_t i = fake->n_sessions; i-- > 0;) {
        if (str_eq(fake->sessions[i].user_id, user_id) && !str_eq(fake->sessions[i].id, except))
            fake->sessions[i] = fake->sessions[--fake->n_sessions];
    }
    return OK;
}

static result_t session_clients(
    void *self, arena_t *arena, str_t id, str_t **client_ids_out, size_t *n_out)
{
    (void)self;
    (void)id;
    *client_ids_out = ARENA_ARRAY(arena, str_t, 1);
    (*client_ids_out)[0] = STR("shop");
    *n_out = 1;
    return OK;
}

static struct authn_flow_record copy_flow(
    struct fake_authn *fake, const struct authn_flow_record *flow)
{
    struct authn_flow_record copy = *flow;

    copy.id = arena_str(fake->arena, flow->id);
    copy.browser_digest = arena_str(fake->arena, flow->browser_digest);
    copy.state = arena_str(fake->arena, flow->state);
    copy.target = arena_str(fake->arena, flow->target);
    copy.request = arena_str(fake->arena, flow->request);
    copy.session_id = arena_str(fake->arena, flow->session_id);
    copy.consented_scope = arena_str(fake->arena, flow->consented_scope);
    copy.consented_claims = arena_str(fake->arena, flow->consented_claims);
    return copy;
}

static result_t flow_add(void *self, const struct authn_flow_record *flow)
{
    struct fake_authn *fake = self;

    assert(fake->n_flows < FAKE_MAX);
    fake->flows[fake->n_flows++] = copy_flow(fake, flow);
    return OK;
}

static result_t flow_find(
    void *self, arena_t *arena, str_t id, int64_t now, const struct authn_flow_record **flow_out)
{
    struct fake_authn *fake = self;

    *flow_out = NULL;
    LOCK(fake);
    for (size_t i = 0; i < fake->n_flows; i++) {
        if (str_eq(fake->flows[i].id, id) && fake->flows[i].expires_at > now) {
            struct authn_flow_record *copy = ARENA_NEW(arena, struct authn_flow_record);
            *copy = fake->flows[i];
            *flow_out = copy;
        }
    }
    UNLOCK(fake);
    return OK;
}

static result_t flow_advance(
    void *self, const struct authn_flow_record *flow, str_t from, bool *advanced_out)
{
    struct fake_authn *fake = self;

    *advanced_out = false;
    LOCK(fake);
    fake->calls.flow_advance++;
    for (size_t i = 0; i < fake->n_flows; i++) {
        if (str_eq(fake->flows[i].id, flow->id) && str_eq(fake->flows[i].state, from)) {
            fake->flows[i] = copy_flow(fake, flow);
            *advanced_out = true;
        }
    }
    UNLOCK(fake);
    return OK;
}

static struct fake_bucket *find_bucket(struct fake_authn *fake, str_t name)
{
    for (size_t i = 0; i < fake->n_buckets; i++) {
        if (str_eq(fake->buckets[i].name, name))
            return &fake->buckets[i];
    }
    assert(fake->n_buckets < FAKE_MAX);
    struct fake_bucket *bucket = &fake->buckets[fake->n_buckets++];
    *bucket = (struct fake_bucket){.name = arena_str(fake->arena, name)};
    return bucket;
}

static result_t throttle_attempt(void *self, str_t name, const struct authn_throttle_rule *rule,
    int64_t now, struct authn_attempt *attempt_out)
{
    struct fake_authn *fake = self;

    LOCK(fake);
    fake->calls.throttle_attempt++;
    struct fake_bucket *bucket = find_bucket(fake, name);
    *attempt_out = (struct authn_attempt){.locked_until = bucket->locked_until};
    if (bucket->locked_until <= now) {
        attempt_out->allowed = true;
        if (++bucket->tries >= rule->tries) {
            bucket->locked_until = now + (rule->lock_s << bucket->locks++);
            *attempt_out = (struct authn_attempt){true, true, bucket->locked_until};
        }
    }
    UNLOCK(fake);
    return OK;
}

static result_t throttle_take_back(void *self, str_t name, int64_t locked_until)
{
    struct fake_authn *fake = self;

    LOCK(fake);
    struct fake_bucket *bucket = find_bucket(fake, name);
    bucket->tries--;
    if (locked_until != 0 && bucket->locked_until == locked_until) {
        bucket->locks--;
        bucket->locked_until = 0;
    }
    UNLOCK(fake);
    return OK;
}

static result_t throttle_clear(void *self, str_t name)
{
    struct fake_authn *fake = self;

    LOCK(fake);
    fake->calls.throttle_clear++;
    *find_bucket(fake, name) = (struct fake_bucket){.name = arena_str(fake->arena, name)};
    UNLOCK(fake);
    return OK;
}

static str_t device_row(struct fake_authn *fake, str_t user_id, str_t digest)
{
    return arena_printf(fake->arena, "%.*s %.*s", STR_ARG(user_id), STR_ARG(digest));
}

static result_t device_known(void *self, str_t user_id, str_t digest, int64_t now, bool *known_out)
{
    struct fake_authn *fake = self;

    (void)now;
    LOCK(fake);
    fake->calls.device_known++;
    *known_out = str_array_has(
        (str_array_t){fake->devices, fake->n_devices}, device_row(fake, user_id, digest));
    UNLOCK(fake);
    return OK;
}

static result_t device_list(
    void *self, arena_t *arena, str_t user_id, str_t **digests_out, size_t *n_out)
{
    (void)self, (void)arena, (void)user_id;
    *digests_out = NULL;
    *n_out = 0;
    return OK;
}

static result_t device_remember(void *self, str_t user_id, str_t digest, int64_t now)
{
    struct fake_authn *fake = self;

    (void)now;
    LOCK(fake);
    assert(fake->n_devices < FAKE_MAX);
    fake->devices[fake->n_devices++] = device_row(fake, user_id, digest);
    UNLOCK(fake);
    return OK;
}

static struct fake_consent *find_consent(struct fake_authn *fake, str_t user_id, str_t client_id)
{
    for (size_t i = 0; i < fake->n_consents; i++) {
        if (str_eq(fake->consents[i].user_id, user_id) &&
            str_eq(fake->consents[i].client_id, client_id))
            return &fake->consents[i];
    }
    return NULL;
}

static result_t consent_find(void *self, arena_t *arena, str_t user_id, str_t client_id,
    const struct authn_consent **consent_out)
{
    struct fake_consent *found = find_consent(self, user_id, client_id);

    (void)arena;
    *consent_out = found ? &found->consent : NULL;
    return OK;
}

static result_t consent_save(
    void *self, str_t user_id, str_t client_id, const struct authn_consent *consent, int64_t now)
{
    struct fake_authn *fake = self;
    struct fake_consent *row = find_consent(fake, user_id, client_id);

    (void)now;
    if (row == NULL)
        row = &fake->consents[fake->n_consents++];
    *row = (struct fake_consent){arena_str(fake->arena, user_id), arena_str(fake->arena, client_id),
        {arena_str(fake->arena, consent->scope), arena_str(fake->arena, consent->resource),
            arena_str(fake->arena, consent->claims)}};
    return OK;
}

static result_t verify(void *self, arena_t *arena, const char *scheme, str_t user_id, str_t input,
    enum authn_proof *proof_out, const char **amr_out)
{
    struct fake_authn *fake = self;

    (void)arena;
    assert(strcmp(scheme, "password") == 0);
    if (fake->busy)
        return result_fail(RESULT_BUSY, "no slot");
    LOCK(fake);
    fake->calls.verify++;
    fake->calls.verify_unknown += str_present(user_id) ? 0 : 1;
    UNLOCK(fake);
    bool right = str_present(user_id) && str_eq(input, STR(FAKE_PASSWORD));
    *proof_out = right ? AUTHN_PROVED : AUTHN_REFUSED;
    *amr_out = "pwd";
    return OK;
}

static result_t account_locked(void *self, arena_t *arena, const struct oauth_subject *subject,
    str_t address, int64_t locked_until, int64_t now)
{
    struct fake_authn *fake = self;

    (void)arena;
    (void)subject;
    (void)address;
    assert(locked_until > now);
    LOCK(fake);
    fake->calls.notices++;
    UNLOCK(fake);
    return OK;
}

static void record(void *self, const struct oauth_audit_event *event, str_t address, int64_t now)
{
    struct fake_authn *fake = self;

    (void)address;
    (void)now;
    LOCK(fake);
    if (fake->n_events < FAKE_MAX) {
        fake->reasons[fake->n_events] = event->reason;
        fake->events[fake->n_events++] = event->name;
    }
    UNLOCK(fake);
}

static void fill(void *self, void *out, size_t len)
{
    struct fake_authn *fake = self;
    uint8_t *bytes = out;

    LOCK(fake);
    for (size_t i = 0; i < len; i++)
        bytes[i] = fake->next_random;
    fake->next_random++;
    UNLOCK(fake);
}

struct fake_authn *fake_authn_new(void)
{
    struct fake_authn *fake = calloc(1, sizeof *fake);

    assert(fake);
    pthread_mutex_init(&fake->mutex, NULL);
    fake->arena = arena_new(16u << 20);
    fake->next_random = 1;
    fake->settings = (struct authn_settings){
        .session_idle_s = 3600,
        .session_max_s = 36000,
        .flow_lifetime_s = 1800,
        .throttle_enabled = true,
        .account_rule = {.tries = 5, .lock_s = 60, .lock_max_s = 3600, .window_s = 3600},
        .device_rule = {.tries = 5, .lock_s = 60, .lock_max_s = 3600, .window_s = 3600},
        .global_tries = 1000,
        .address_rule = {.tries = 50, .lock_s = 60, .lock_max_s = 3600, .window_s = 3600},
    };
    fake->store = (struct authn_store){fake, subject_by_email, subject_find, session_add,
        session_renew, session_find, session_find_by_id, session_touch, session_end,
        sessions_end_of_user, session_clients, flow_add, flow_find, flow_advance, throttle_attempt,
        throttle_take_back, throttle_clear, device_known, device_remember, device_list,
        consent_find, consent_save};
    fake->schemes = (struct authn_schemes){fake, verify};
    fake->notices = (struct authn_notices){fake, account_locked};
    fake->audit = (struct oauth_audit){fake, record};
    fake->random = (struct random_source){fake, fill};
    fake->ctx = (struct authn_context){.arena = fake->arena,
        .settings = &fake->settings,
        .store = &fake->store,
        .schemes = &fake->schemes,
        .notices = &fake->notices,
        .audit = &fake->audit,
        .random = &fake->random,
        .now = FAKE_NOW,
        .address = STR("192.0.2.7"),
        .address_bucket = STR("192.0.2.7"),
        .user_agent = STR("Browser/1")};
    return fake;
}

void fake_authn_free(struct fake_authn *fake)
{
    arena_free(&fake->arena);
    pthread_mutex_destroy(&fake->mutex);
    free(fake);
}

struct oauth_subject *fake_person(struct fake_authn *fake, const char *email)
{
    struct oauth_subject *subject = &fake->subjects[fake->n_subjects++];

    *subject = (struct oauth_subject){.id = arena_printf(fake->arena, "id-%s", email),
        .email = str_from_cstr(email),
        .email_verified = true,
        .enabled = true};
    return subject;
}

bool fake_audited(const struct fake_authn *fake, const char *event)
{
    for (size_t i = 0; i < fake->n_events; i++) {
        if (strcmp(fake->events[i], event) == 0)
            return true;
    }
    return false;
}

str_t fake_token(struct fake_authn *fake, char letter)
{
    char *text = arena_alloc(fake->arena, 43);

    memset(text, letter, 43);
    return (str_t){text, 43};
}
