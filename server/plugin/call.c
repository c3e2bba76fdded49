#include "plugin/call.h"

#include "base/unicode.h"

/* A typed text may shrink in NFKC; beyond this nobody typed it. */
enum { TYPED_MAX_BYTES = 4 * TESSERA_TEXT_MAX };

static str_t in(struct tessera_slice slice)
{
    return (str_t){slice.ptr, slice.len};
}

static struct tessera_slice out(str_t s)
{
    return (struct tessera_slice){s.ptr, s.len};
}

static enum tessera_status fail(struct tessera_call *call, result_t trouble)
{
    call->trouble = trouble;
    return trouble.code == RESULT_BUSY ? TESSERA_BUSY : TESSERA_FAILED;
}

/* A blob cannot be moved to another person or scheme. */
static str_t sealed_for(struct tessera_call *call)
{
    return arena_printf(
        call->arena, "credential:%s:%.*s", call->scheme->name, STR_ARG(call->user_id));
}

static enum tessera_status load(struct tessera_call *call, struct tessera_slice *data_out)
{
    const struct plugin_services *services = call->services;
    str_t plain = STR_NONE;

    *data_out = (struct tessera_slice){0};
    if (!str_present(call->user_id))
        return TESSERA_OK;
    result_t loaded = services->store->credential_load(
        services->store->self, call->arena, call->user_id, call->scheme->name, &call->sealed);
    if (!result_ok(loaded))
        return fail(call, loaded);
    if (!str_present(call->sealed))
        return TESSERA_OK;
    result_t opened = seal_open(call->arena, services->key, sealed_for(call), call->sealed, &plain);
    if (!result_ok(opened))
        return fail(call, opened);
    *data_out = out(plain);
    return TESSERA_OK;
}

static enum tessera_status swap(struct tessera_call *call, str_t sealed)
{
    const struct plugin_services *services = call->services;
    bool swapped = false;

    if (!str_present(call->sealed))
        return fail(call, result_fail(RESULT_FAILED, "a scheme saves what it did not load"));
    result_t result = services->store->credential_swap(services->store->self, call->user_id,
        call->scheme->name, call->sealed, sealed, clock_now_s(services->clock), &swapped);
    if (!result_ok(result))
        return fail(call, result);
    if (!swapped)
        return TESSERA_REFUSED;
    call->sealed = sealed;
    return TESSERA_OK;
}

static enum tessera_status save(struct tessera_call *call, struct tessera_slice data)
{
    if (!str_present(call->user_id))
        return fail(call, result_fail(RESULT_FAILED, "a scheme saves for nobody"));
    if (data.ptr == NULL || data.len > TESSERA_DATA_MAX)
        return fail(call, result_fail(RESULT_FAILED, "a scheme saves nothing or too much"));
    str_t sealed = seal(call->arena, call->services->key, sealed_for(call), in(data));
    if (call->act == PLUGIN_VERIFY)
        return swap(call, sealed);
    call->enrolled = sealed;
    return TESSERA_OK;
}

static int64_t now(struct tessera_call *call)
{
    return clock_now_s(call->services->clock);
}

static void fill_random(struct tessera_call *call, void *bytes, size_t len)
{
    call->services->random->fill(call->services->random->self, bytes, len);
}

static enum tessera_status text(
    struct tessera_call *call, struct tessera_slice typed, struct tessera_slice *text_out)
{
    str_t form;

    if (typed.ptr == NULL || typed.len > TYPED_MAX_BYTES)
        return TESSERA_REFUSED;
    if (!unicode_nfkc(call->arena, in(typed), &form) || form.len > TESSERA_TEXT_MAX)
        return TESSERA_REFUSED;
    *text_out = out(form);
    return TESSERA_OK;
}

static enum tessera_status hash_password(
    struct tessera_call *call, struct tessera_slice password, struct tessera_slice *hash_out)
{
    str_t phc = STR_NONE;

    if (password.len > PASSWORD_BYTES_MAX)
        return TESSERA_REFUSED;
    result_t hashed = password_hash(call->services->passwords, call->arena, in(password), &phc);
    if (!result_ok(hashed))
        return fail(call, hashed);
    *hash_out = out(phc);
    return TESSERA_OK;
}

static enum tessera_status verify_password(struct tessera_call *call, struct tessera_slice password,
    struct tessera_slice hash, bool *outdated_out)
{
    struct password_pool *pool = call->services->passwords;
    bool right = false, rehash = false;
    result_t verified = hash.ptr == NULL
                            ? password_verify_dummy(pool, in(password))
                            : password_verify(pool, in(password), in(hash), &right, &rehash);

    *outdated_out = right && rehash;
    if (!result_ok(verified))
        return fail(call, verified);
    return right ? TESSERA_OK : TESSERA_REFUSED;
}

typedef result_t (*send_fn)(
    void *self, str_t user_id, const char *scheme, str_t code, int64_t now_s);

/* To nobody: nothing is sent, and it looks the same. */
static enum tessera_status send_code(
    struct tessera_call *call, send_fn send, struct tessera_slice code)
{
    if (!str_present(call->user_id))
        return TESSERA_OK;
    result_t sent = send(call->services->messages->self, call->user_id, call->scheme->name,
        in(code), clock_now_s(call->services->clock));
    return result_ok(sent) ? TESSERA_OK : fail(call, sent);
}

static enum tessera_status send_mail(struct tessera_call *call, struct tessera_slice code)
{
    return send_code(call, call->services->messages->mail, code);
}

static enum tessera_status send_sms(struct tessera_call *call, struct tessera_slice code)
{
    return send_code(call, call->services->messages->sms, code);
}

static void audit(struct tessera_call *call, const char *event, bool success, const char *reason)
{
    const struct oauth_audit *sink = call->services->audit;
    const struct oauth_audit_event entry = {
        .name = event, .success = success, .user_id = call->user_id, .reason = reason};

    sink->record(sink->self, &entry, STR_NONE, clock_now_s(call->services->clock));
}

struct tessera_host plugin_call_functions(const struct plugin_messages *messages)
{
    return (struct tessera_host){
        .abi = TESSERA_SCHEME_ABI,
        .size = sizeof(struct tessera_host),
        .load = load,
        .save = save,
        .now = now,
        .random = fill_random,
        .text = text,
        .password_hash = hash_password,
        .password_verify = verify_password,
        .send_mail = messages != NULL && messages->mail != NULL ? send_mail : NULL,
        .send_sms = messages != NULL && messages->sms != NULL ? send_sms : NULL,
        .audit = audit,
    };
}

result_t plugin_call_result(const struct tessera_call *call, enum tessera_status status)
{
    switch (status) {
    case TESSERA_OK:
    case TESSERA_REFUSED:
        return OK;
    case TESSERA_BUSY:
    case TESSERA_FAILED:
        break;
    }
    if (!result_ok(call->trouble))
        return call->trouble;
    return status == TESSERA_BUSY ? result_fail(RESULT_BUSY, "a sign-in scheme is busy")
                                  : result_fail(RESULT_FAILED, "a sign-in scheme failed");
}
