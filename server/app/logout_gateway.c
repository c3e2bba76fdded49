#include "app/logout_gateway.h"

#include "oidc/logout/backchannel.h"

static enum notify_outcome outcome_of(enum backchannel_outcome outcome)
{
    switch (outcome) {
    case BACKCHANNEL_DONE:
    case BACKCHANNEL_NOBODY:
        return NOTIFY_ARRIVED;
    case BACKCHANNEL_FAILED:
        return NOTIFY_FAILED;
    case BACKCHANNEL_REFUSED:
        return NOTIFY_REFUSED;
    }
    return NOTIFY_FAILED;
}

static struct notify_answer deliver(void *self, arena_t *arena, const struct notify_errand *errand)
{
    const struct logout_gateway *gateway = self;
    const struct notify_message *message = errand->message;
    struct oauth_context ctx = {
        .arena = arena,
        .settings = gateway->settings,
        .store = &gateway->store,
        .signer = &gateway->signer,
        .encrypter = &gateway->encrypter,
        .fetcher = &gateway->fetcher,
        .audit = gateway->audit,
        .random = gateway->random,
        .now = errand->now,
    };
    const struct backchannel_logout logout = {
        .client_id = message->recipient,
        .user_id = message->user_id,
        .session_id = message->session_id,
        .jti = arena_printf(
            arena, "%.*s.%lld", STR_ARG(message->message_id), (long long)message->tries),
    };
    struct backchannel_answer answer;
    result_t told = backchannel_logout_tell(&ctx, &logout, &answer);

    if (!result_ok(told))
        return (struct notify_answer){NOTIFY_FAILED, str_from_cstr(told.what)};
    return (struct notify_answer){outcome_of(answer.outcome), answer.why};
}

struct notify_gateway logout_gateway_port(struct logout_gateway *gateway)
{
    return (struct notify_gateway){gateway, deliver};
}
