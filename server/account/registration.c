#include "account/registration.h"

#include "account/password_rules.h"
#include "account/send_limit.h"
#include "authn/email.h"
#include "base/base64url.h"
#include "base/json_read.h"

#define SCHEME "password"

enum { SERIES_BYTES = 16 };

bool account_registration_open(const struct account_settings *settings)
{
    return settings->registration != ACCOUNT_REGISTRATION_OFF;
}

/* The part behind the '@' of a canonical address. */
static str_t domain_of(str_t canonical)
{
    str_t local;

    str_next(&canonical, '@', &local);
    return canonical;
}

static bool may_register(const struct account_settings *settings, str_t canonical)
{
    return settings->registration == ACCOUNT_REGISTRATION_OPEN ||
           (settings->registration == ACCOUNT_REGISTRATION_DOMAINS &&
               str_array_has(settings->registration_domains, domain_of(canonical)));
}

static void person_of(
    struct account_context *ctx, const struct account_new_user *typed, struct oauth_subject *person)
{
    *person = (struct oauth_subject){
        .email = arena_str(ctx->arena, str_trim(typed->email)),
        .given_name = arena_str(ctx->arena, str_trim(typed->given_name)),
        .family_name = arena_str(ctx->arena, str_trim(typed->family_name)),
    };
}

/* What can be said without looking anybody up. */
static result_t judge(struct account_context *ctx, const struct account_new_user *typed,
    const struct oauth_subject *person, str_t *canonical, enum account_refusal *refusal)
{
    *refusal = ACCOUNT_EMAIL_INVALID;
    if (!authn_email_canonical(ctx->arena, typed->email, canonical))
        return OK;
    *refusal = ACCOUNT_NAME_INVALID;
    if (!account_name_valid(typed->given_name) || !account_name_valid(typed->family_name))
        return OK;
    *refusal = ACCOUNT_DOMAIN_REFUSED;
    if (!may_register(ctx->settings, *canonical))
        return OK;
    return account_password_check(ctx, person, typed->password, refusal);
}

static result_t count(
    struct account_context *ctx, str_t canonical, struct account_registration *out)
{
    struct account_send_leave leave;

    TRY(account_send_count(ctx, "verify_email", canonical, &leave));
    out->wait_s = leave.wait_s;
    out->refusal = leave.allowed ? ACCOUNT_DONE : ACCOUNT_SEND_LATER;
    return OK;
}

/* What waits in the proof. `known`: the address has its owner, and nothing comes of it. */
static str_t payload_of(
    struct account_context *ctx, const struct oauth_subject *person, str_t credential, bool known)
{
    json_auto_t *payload = json_object();

    json_put_str(payload, "id", person->id);
    json_put_str(payload, "email", person->email);
    json_put_str(payload, "given_name", person->given_name);
    json_put_str(payload, "family_name", person->family_name);
    json_put_str(
        payload, "credential", base64url_encode(ctx->arena, credential.ptr, credential.len));
    json_object_set_new(payload, "known", json_boolean(known));
    return json_write(ctx->arena, payload);
}

static result_t send(struct account_context *ctx, const struct account_proof_wish *base, bool known,
    str_t given_name, struct account_registration *out)
{
    struct account_proof_wish wish = *base;
    json_auto_t *view = json_object();

    json_put_str(view, "given_name", given_name);
    wish.view = view;
    wish.purpose = ACCOUNT_PROOF_VERIFY_EMAIL;
    wish.notice = known ? "known_email" : NULL;
    return account_proof_send(ctx, &wish, &out->proof_id);
}

result_t account_register(struct account_context *ctx, const struct account_new_user *typed,
    str_t locale, struct account_registration *out)
{
    const struct oauth_subject *holder = NULL;
    struct oauth_subject person;
    str_t canonical = STR_NONE, credential = STR_NONE;

    *out = (struct account_registration){0};
    person_of(ctx, typed, &person);
    TRY(judge(ctx, typed, &person, &canonical, &out->refusal));
    if (out->refusal == ACCOUNT_DONE)
        TRY(count(ctx, canonical, out));
    if (out->refusal != ACCOUNT_DONE)
        return OK;
    TRY(ctx->store->user_by_email(ctx->store->self, ctx->arena, canonical, &holder));
    bool known = holder != NULL && holder->email_verified;
    str_t new_id = account_new_id(ctx);
    person.id = holder != NULL ? holder->id : new_id;
    TRY(ctx->schemes->enrol(
        ctx->schemes->self, ctx->arena, SCHEME, person.id, typed->password, &credential));
    const struct account_proof_wish wish = {
        .target = canonical,
        .series = random_token(ctx->arena, ctx->random, SERIES_BYTES),
        .payload = payload_of(ctx, &person, credential, known),
        .to = known ? holder->email : person.email,
        .locale = locale,
    };
    TRY(send(ctx, &wish, known, known ? holder->given_name : person.given_name, out));
    account_audit(ctx, "registration.begun", known ? holder->id : STR_NONE, STR_NONE);
    return OK;
}

static json_t *read_payload(const struct account_proof *proof)
{
    return json_read_object(proof->payload, ACCOUNT_PROOF_PAYLOAD_MAX);
}

result_t account_registration_email(
    struct account_context *ctx, const struct account_proof *proof, str_t *email_out)
{
    json_auto_t *payload = read_payload(proof);

    if (payload == NULL)
        return result_fail(RESULT_CORRUPT, "a registration cannot be read");
    *email_out = arena_str(ctx->arena, json_read_str(payload, "email"));
    return OK;
}

result_t account_register_again(
    struct account_context *ctx, str_t proof_id, str_t locale, struct account_registration *out)
{
    const struct account_proof *proof = NULL;
    bool known = true;

    *out = (struct account_registration){.refusal = ACCOUNT_PROOF_OVER, .proof_id = proof_id};
    TRY(account_proof_find(ctx, ACCOUNT_PROOF_VERIFY_EMAIL, proof_id, &proof));
    if (proof == NULL)
        return OK;
    json_auto_t *payload = read_payload(proof);
    if (payload == NULL || !json_read_bool(payload, "known", &known))
        return result_fail(RESULT_CORRUPT, "a registration cannot be read");
    TRY(count(ctx, proof->target, out));
    if (out->refusal != ACCOUNT_DONE)
        return OK;
    const struct account_proof_wish wish = {
        .target = proof->target,
        .series = proof->series,
        .payload = proof->payload,
        .to = arena_str(ctx->arena, json_read_str(payload, "email")),
        .locale = locale,
    };
    return send(ctx, &wish, known,
        known ? STR_NONE : arena_str(ctx->arena, json_read_str(payload, "given_name")), out);
}

static bool read_person(struct account_context *ctx, const json_t *payload,
    struct oauth_subject *person, str_t *credential)
{
    *person = (struct oauth_subject){
        .id = arena_str(ctx->arena, json_read_str(payload, "id")),
        .email = arena_str(ctx->arena, json_read_str(payload, "email")),
        .email_verified = true,
        .given_name = arena_str(ctx->arena, json_read_str(payload, "given_name")),
        .family_name = arena_str(ctx->arena, json_read_str(payload, "family_name")),
        .roles = STR(""),
        .groups = STR(""),
        .enabled = true,
        .created_at = ctx->now,
        .updated_at = ctx->now,
    };
    return str_present(person->id) && str_present(person->email) &&
           base64url_decode(ctx->arena, json_read_str(payload, "credential"), credential);
}

result_t account_register_finish(struct account_context *ctx, const struct account_proof *proof,
    str_t *user_id_out, enum account_refusal *refusal_out)
{
    struct oauth_subject person;
    str_t credential = STR_NONE;
    bool known = true;
    json_auto_t *payload = read_payload(proof);

    *refusal_out = ACCOUNT_PROOF_OVER;
    if (payload == NULL || !read_person(ctx, payload, &person, &credential))
        return result_fail(RESULT_CORRUPT, "a registration cannot be read");
    if (!json_read_bool(payload, "known", &known) || known)
        return OK;
    result_t added = ctx->store->user_register(
        ctx->store->self, &person, proof->target, SCHEME, credential, proof->id);
    if (added.code == RESULT_CONFLICT)
        return OK;
    TRY(added);
    *refusal_out = ACCOUNT_DONE;
    *user_id_out = person.id;
    account_audit(ctx, "registration.finished", person.id, STR_NONE);
    return OK;
}
