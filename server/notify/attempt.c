#include "notify/attempt.h"

#include "base/log.h"
#include "notify/mask.h"

enum { REASON_MAX = 400 };

struct attempt {
    const struct attempt_services *services;
    const struct notify_gateway *gateway;
    const struct backoff *backoff;
    arena_t *arena;
    const struct notify_message *message;
};

/* A server's answer is foreign text: one line, bounded, nothing that moves a terminal's cursor. */
static str_t one_line(arena_t *arena, str_t said)
{
    char *line = arena_alloc(arena, REASON_MAX);
    size_t n = 0;

    if (!str_present(said))
        return STR_NONE;
    for (; n < said.len && n < REASON_MAX; n++)
        line[n] = said.ptr[n] >= ' ' && said.ptr[n] <= '~' ? said.ptr[n] : '?';
    return (str_t){line, n};
}

static struct notify_answer refuse(const char *why)
{
    return (struct notify_answer){NOTIFY_REFUSED, str_from_cstr(why)};
}

static bool expired(const struct attempt *self)
{
    return self->message->expires_at <= clock_now_s(self->services->clock);
}

static struct notify_answer carry(const struct attempt *self)
{
    const struct attempt_services *services = self->services;
    const struct notify_message *message = self->message;
    struct notify_content content;
    struct notify_errand errand = {
        .message = message, .now = clock_now_s(services->clock), .stopping = services->stopping};

    if (expired(self))
        return refuse("it expired before it could be delivered");
    /* Each of these tries ended with its node. */
    if (message->tries > self->backoff->tries)
        return refuse("every try broke off");
    if (str_present(message->sealed)) {
        result_t opened = content_open(
            self->arena, services->key, message->message_id, message->sealed, &content);
        if (!result_ok(opened))
            return refuse(opened.what);
        errand.content = &content;
    }
    return self->gateway->deliver(self->gateway->self, self->arena, &errand);
}

/* 0: there is no further try. */
static int64_t next_try(const struct attempt *self, int64_t now)
{
    const struct attempt_services *services = self->services;
    int64_t tries = self->message->tries;

    if (tries >= self->backoff->tries)
        return 0;
    if (atomic_load(services->stopping))
        return now;
    int64_t at = now + backoff_pause_s(self->backoff, tries, services->random);
    return at < self->message->expires_at ? at : 0;
}

static struct notify_settlement judge(
    const struct attempt *self, const struct notify_answer *answer, enum attempt_end *end_out)
{
    int64_t now = clock_now_s(self->services->clock);
    int64_t next = answer->outcome == NOTIFY_FAILED ? next_try(self, now) : 0;
    struct notify_settlement settlement = {
        .id = self->message->id,
        .claimed_by = self->message->claimed_by,
        .state = STR(NOTIFY_DEAD),
        .next_try_at = next,
        .error = one_line(self->arena, answer->said),
        .keep_text = !expired(self),
        .now = now,
    };

    *end_out = ATTEMPT_DEAD;
    if (answer->outcome == NOTIFY_ARRIVED) {
        settlement.state = STR(NOTIFY_DELIVERED);
        settlement.keep_text = self->services->keep_text;
        *end_out = ATTEMPT_DELIVERED;
    } else if (next > 0) {
        settlement.state = STR(NOTIFY_PENDING);
        settlement.keep_text = true;
        *end_out = ATTEMPT_WAITS;
    }
    return settlement;
}

static void tell(const struct attempt *self, enum attempt_end end, str_t said)
{
    static const struct {
        enum log_level level;
        const char *event;
    } lines[] = {
        [ATTEMPT_DELIVERED] = {LOG_LEVEL_INFO, "outbox.delivered"},
        [ATTEMPT_WAITS] = {LOG_LEVEL_WARN, "outbox.failed"},
        [ATTEMPT_LOST] = {LOG_LEVEL_WARN, "outbox.claim_lost"},
    };
    const struct notify_message *message = self->message;
    const struct log_field fields[] = {
        log_int("id", message->id),
        log_str("kind", message->kind),
        log_str("template", message->template),
        log_str("to", mask_recipient(self->arena, message->kind, message->recipient)),
        log_int("try", message->tries),
        log_str("answer", said),
    };

    log_event(lines[end].level, lines[end].event, fields, sizeof fields / sizeof *fields);
}

/* The audit log's line says it to the operator, too. */
static void audit_death(const struct attempt *self, str_t said)
{
    const struct oauth_audit *audit = self->services->audit;
    const struct notify_message *message = self->message;
    const struct oauth_audit_event event = {
        .name = "message.dead",
        .success = false,
        .user_id = message->user_id,
        .client_id = str_eq(message->kind, STR(NOTIFY_LOGOUT)) ? message->recipient : STR_NONE,
        .reason = arena_cstr(
            self->arena, arena_printf(self->arena, "%.*s %lld: %.*s", STR_ARG(message->kind),
                             (long long)message->id, STR_ARG(said))),
    };

    audit->record(audit->self, &event, STR_NONE, clock_now_s(self->services->clock));
}

enum attempt_end attempt_run(const struct attempt_services *services,
    const struct notify_gateway *gateway, const struct backoff *backoff, arena_t *arena,
    const struct notify_message *message)
{
    const struct attempt self = {services, gateway, backoff, arena, message};
    struct notify_answer answer = carry(&self);
    enum attempt_end end;
    struct notify_settlement settlement = judge(&self, &answer, &end);
    bool settled = false;
    result_t written = services->store->settle(services->store->self, &settlement, &settled);

    if (!result_ok(written) || !settled)
        end = ATTEMPT_LOST;
    if (end == ATTEMPT_DEAD)
        audit_death(&self, settlement.error);
    else
        tell(&self, end, result_ok(written) ? settlement.error : str_from_cstr(written.what));
    return end;
}
