#include "unit/notify/fake_store.h"

#include "crypto/random.h"
#include "support/unit.h"

static result_t copy_in(struct fake_store *fake, const struct notify_message *from)
{
    struct notify_message *to = &fake->messages[fake->n];

    assert_true(fake->n < FAKE_MESSAGES_MAX);
    *to = *from;
    str_t *const texts[] = {&to->message_id, &to->kind, &to->recipient, &to->template, &to->lang,
        &to->user_id, &to->session_id, &to->sealed, &to->state, &to->claimed_by, &to->last_error};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = arena_str(fake->arena, *texts[i]);
    to->id = (int64_t)++fake->n;
    return OK;
}

static result_t add(void *self, const struct notify_message *message)
{
    struct fake_store *fake = self;
    struct notify_message fresh = *message;

    fresh.state = STR(NOTIFY_PENDING);
    fresh.next_try_at = fresh.created_at;
    pthread_mutex_lock(&fake->lock);
    result_t added = result_ok(fake->answer) ? copy_in(fake, &fresh) : fake->answer;
    pthread_mutex_unlock(&fake->lock);
    return added;
}

static bool passes(const struct notify_message *message, const struct notify_filter *filter)
{
    return message->id > filter->after &&
           (!filter->to_people || !str_eq(message->kind, STR(NOTIFY_LOGOUT))) &&
           (!str_present(filter->kind) || str_eq(filter->kind, message->kind)) &&
           (!str_present(filter->state) || str_eq(filter->state, message->state)) &&
           (!str_present(filter->recipient) || str_eq(filter->recipient, message->recipient));
}

static result_t list(void *self, arena_t *arena, const struct notify_filter *filter,
    const struct notify_message **messages_out, size_t *n_out)
{
    struct fake_store *fake = self;
    struct notify_message *found = ARENA_ARRAY(arena, struct notify_message, FAKE_MESSAGES_MAX);

    *n_out = 0;
    for (size_t i = 0; i < fake->n && *n_out < filter->limit; i++)
        if (passes(&fake->messages[i], filter))
            found[(*n_out)++] = fake->messages[i];
    *messages_out = found;
    return fake->answer;
}

static result_t clear(void *self)
{
    ((struct fake_store *)self)->n = 0;
    return OK;
}

static result_t claim(void *self, arena_t *arena, const struct notify_claim *claim,
    const struct notify_message **message_out)
{
    struct fake_store *fake = self;
    struct notify_message *copy = ARENA_NEW(arena, struct notify_message);

    *message_out = NULL;
    pthread_mutex_lock(&fake->lock);
    fake->looks++;
    for (size_t i = 0; i < fake->n && *message_out == NULL && result_ok(fake->answer); i++) {
        struct notify_message *message = &fake->messages[i];
        if (!str_eq(message->kind, claim->kind) || !str_eq(message->state, STR(NOTIFY_PENDING)) ||
            message->next_try_at > claim->now || message->claimed_until > claim->now)
            continue;
        message->claimed_by = arena_str(fake->arena, claim->by);
        message->claimed_until = claim->until;
        message->tries++;
        *copy = *message;
        *message_out = copy;
    }
    result_t answer = fake->answer;
    pthread_mutex_unlock(&fake->lock);
    return answer;
}

static result_t settle(void *self, const struct notify_settlement *settlement, bool *settled_out)
{
    struct fake_store *fake = self;

    pthread_mutex_lock(&fake->lock);
    struct notify_message *message = &fake->messages[settlement->id - 1];
    *settled_out = result_ok(fake->answer) && str_eq(message->claimed_by, settlement->claimed_by);
    if (*settled_out) {
        message->state = arena_str(fake->arena, settlement->state);
        message->next_try_at = settlement->next_try_at;
        message->last_error = arena_str(fake->arena, settlement->error);
        message->claimed_by = STR_NONE;
        message->claimed_until = 0;
        if (!settlement->keep_text)
            message->sealed = STR_NONE;
    }
    result_t answer = fake->answer;
    pthread_mutex_unlock(&fake->lock);
    return answer;
}

static void record(void *self, const struct oauth_audit_event *event, str_t address, int64_t now)
{
    struct fake_store *fake = self;
    (void)address;
    (void)now;

    assert_string_equal(event->name, "message.dead");
    assert_false(event->success);
    pthread_mutex_lock(&fake->lock);
    fake->deaths++;
    snprintf(fake->reason, sizeof fake->reason, "%s", event->reason);
    pthread_mutex_unlock(&fake->lock);
}

static void fill(void *self, void *out, size_t len)
{
    memset(out, ((struct fake_store *)self)->chance, len);
}

static int64_t now_ms(void *self)
{
    struct fake_store *fake = self;

    pthread_mutex_lock(&fake->lock);
    int64_t now = fake->now * 1000;
    pthread_mutex_unlock(&fake->lock);
    return now;
}

int fake_store_begin(void **state)
{
    static const uint8_t key[SEAL_KEY_BYTES] = {1, 2, 3};
    struct fake_store *fake = calloc(1, sizeof *fake);

    assert_ok(crypto_init());
    pthread_mutex_init(&fake->lock, NULL);
    fake->arena = arena_new(16u << 20);
    fake->answer = OK;
    fake->now = FAKE_NOW;
    fake->key = seal_key_new(key);
    fake->port = (struct notify_store){
        .self = fake, .add = add, .list = list, .clear = clear, .claim = claim, .settle = settle};
    fake->audit = (struct oauth_audit){fake, record};
    fake->random = (struct random_source){fake, fill};
    fake->clock = (struct clock){fake, now_ms};
    *state = fake;
    return 0;
}

int fake_store_end(void **state)
{
    struct fake_store *fake = *state;

    seal_key_free(&fake->key);
    arena_free(&fake->arena);
    pthread_mutex_destroy(&fake->lock);
    free(fake);
    return 0;
}

struct notify_message *fake_store_add(struct fake_store *fake)
{
    assert_ok(add(fake, &(struct notify_message){.message_id = STR("m"),
                            .kind = STR(NOTIFY_MAIL),
                            .recipient = STR("a@example.com"),
                            .template = STR("account_locked"),
                            .lang = STR("en"),
                            .created_at = FAKE_NOW,
                            .expires_at = FAKE_NOW + 3600}));
    return &fake->messages[fake->n - 1];
}
