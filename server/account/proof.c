#include "account/proof.h"

#include "authn/context.h"
#include "base/base64url.h"
#include "base/buf.h"
#include "base/json_read.h"
#include "crypto/digest.h"

#include <assert.h>

enum { ID_BYTES = 16, TOKEN_BYTES = 32, CODES = 1000000, MESSAGE_MAX = 256, HOUR_S = 3600 };

static const struct account_proof_kind kinds[ACCOUNT_PROOF_PURPOSES] = {
    [ACCOUNT_PROOF_VERIFY_EMAIL] = {"verify_email", "verify_email", "/ui/verify", true,
        ACCOUNT_PROOF_ENDS_WITH_ADDRESS, 24 * HOUR_S},
    [ACCOUNT_PROOF_RESET_PASSWORD] = {"reset_password", "reset_password", "/ui/reset", true,
        ACCOUNT_PROOF_ENDS_WITH_ADDRESS | ACCOUNT_PROOF_ENDS_WITH_SIGN_IN, HOUR_S},
};

const struct account_proof_kind *account_proof_kind(enum account_proof_purpose purpose)
{
    return &kinds[purpose];
}

/* Each of the million codes is as likely as the others: what is left over at the top of 32 bits is
 * drawn again. */
static str_t new_code(struct account_context *ctx)
{
    uint32_t number;

    do {
        ctx->random->fill(ctx->random->self, &number, sizeof number);
    } while (number >= UINT32_MAX - UINT32_MAX % CODES);
    return arena_printf(ctx->arena, "%0*u", ACCOUNT_PROOF_CODE_DIGITS, number % CODES);
}

/* Six digits are soon tried out: with a key, and for this proof alone, a stolen table tells none.
 */
static str_t code_digest(struct account_context *ctx, str_t proof_id, str_t code)
{
    uint8_t mac[DIGEST_SHA256_BYTES];
    buf_t message = buf_new(ctx->arena, MESSAGE_MAX);

    buf_printf(&message, "%zu ", proof_id.len);
    buf_put(&message, proof_id);
    buf_put(&message, code);
    digest_hmac_sha256(ctx->settings->proof_key, ACCOUNT_PROOF_KEY_BYTES, buf_str(&message), mac);
    return base64url_encode(ctx->arena, mac, sizeof mac);
}

/* Built from the issuer, never from what a request says of its host. */
static str_t link_of(
    struct account_context *ctx, const struct account_proof_kind *kind, str_t token)
{
    return arena_printf(ctx->arena, "%.*s%s?token=%.*s", STR_ARG(ctx->settings->issuer), kind->path,
        STR_ARG(token));
}

/* Draws the secrets: their digests go into `proof`, they themselves into `letter` alone. */
static void draw(struct account_context *ctx, const struct account_proof_kind *kind,
    struct account_proof *proof, struct account_letter *letter)
{
    if (kind->path != NULL) {
        str_t token = random_token(ctx->arena, ctx->random, TOKEN_BYTES);
        proof->link_digest = digest_token(ctx->arena, token);
        letter->link = link_of(ctx, kind, token);
    }
    if (kind->code) {
        letter->code = new_code(ctx);
        proof->code_digest = code_digest(ctx, proof->id, letter->code);
        proof->tries_left = ACCOUNT_PROOF_TRIES;
    }
}

static result_t write_letter(struct account_context *ctx, const struct account_proof_wish *wish,
    const struct account_proof_kind *kind, struct account_letter *letter,
    const struct notify_message **message_out)
{
    json_auto_t *view = wish->view != NULL ? json_copy(wish->view) : json_object();

    json_put_str(view, "email", wish->to);
    json_put_str(view, "address", ctx->address);
    json_put_str(view, "hours",
        arena_printf(ctx->arena, "%lld", (long long)((kind->life_s + HOUR_S - 1) / HOUR_S)));
    letter->template = wish->notice != NULL ? wish->notice : kind->letter;
    letter->to = wish->to;
    letter->locale = wish->locale;
    letter->user_id = wish->user_id;
    letter->asked_by = ctx->address;
    letter->life_s = kind->life_s;
    letter->view = view;
    return ctx->post->write(ctx->post->self, ctx->arena, letter, ctx->now, message_out);
}

result_t account_proof_make(struct account_context *ctx, const struct account_proof_wish *wish,
    struct account_new_proof *proof_out)
{
    const struct account_proof_kind *kind = account_proof_kind(wish->purpose);
    struct account_letter letter = {0};

    assert(wish->payload.len <= ACCOUNT_PROOF_PAYLOAD_MAX);
    proof_out->proof = (struct account_proof){
        .id = random_token(ctx->arena, ctx->random, ID_BYTES),
        .purpose = str_from_cstr(kind->name),
        .user_id = wish->user_id,
        .target = wish->target,
        .series = wish->series,
        .payload = wish->payload,
        .ends_with = kind->ends_with,
        .created_at = ctx->now,
        .expires_at = ctx->now + kind->life_s,
    };
    draw(ctx, kind, &proof_out->proof, &letter);
    if (wish->notice != NULL)
        letter.link = letter.code = STR_NONE;
    return write_letter(ctx, wish, kind, &letter, &proof_out->letter);
}

void account_proof_kept(struct account_context *ctx, const struct account_new_proof *proof)
{
    ctx->post->kept(ctx->post->self, proof->letter);
}

result_t account_proof_send(
    struct account_context *ctx, const struct account_proof_wish *wish, str_t *id_out)
{
    struct account_new_proof proof;

    TRY(account_proof_make(ctx, wish, &proof));
    TRY(ctx->store->proof_add(ctx->store->self, &proof));
    account_proof_kept(ctx, &proof);
    if (id_out != NULL)
        *id_out = proof.proof.id;
    return OK;
}

result_t account_proof_by_link(struct account_context *ctx, enum account_proof_purpose purpose,
    str_t token, const struct account_proof **proof_out)
{
    str_t name = str_from_cstr(account_proof_kind(purpose)->name);

    *proof_out = NULL;
    if (!authn_token_well_formed(token))
        return OK;
    return ctx->store->proof_find_by_link(
        ctx->store->self, ctx->arena, name, digest_token(ctx->arena, token), ctx->now, proof_out);
}

result_t account_proof_find(struct account_context *ctx, enum account_proof_purpose purpose,
    str_t id, const struct account_proof **proof_out)
{
    str_t name = str_from_cstr(account_proof_kind(purpose)->name);

    *proof_out = NULL;
    if (!str_is_clean_utf8(id))
        return OK;
    return ctx->store->proof_find(ctx->store->self, ctx->arena, name, id, ctx->now, proof_out);
}

/* As people copy them: "123 456". Absent if it cannot be a code. */
static str_t read_code(struct account_context *ctx, str_t typed)
{
    buf_t digits = buf_new(ctx->arena, ACCOUNT_PROOF_CODE_DIGITS);

    for (size_t i = 0; i < typed.len; i++) {
        if (typed.ptr[i] == ' ')
            continue;
        if (typed.ptr[i] < '0' || typed.ptr[i] > '9')
            return STR_NONE;
        buf_put_char(&digits, typed.ptr[i]);
    }
    bool whole = digits.len == ACCOUNT_PROOF_CODE_DIGITS && !digits.overflowed;
    return whole ? buf_str(&digits) : STR_NONE;
}

result_t account_proof_by_code(struct account_context *ctx, enum account_proof_purpose purpose,
    str_t id, str_t typed, enum account_code_outcome *outcome_out,
    const struct account_proof **proof_out)
{
    const struct account_proof *proof = NULL;
    str_t name = str_from_cstr(account_proof_kind(purpose)->name);
    str_t code = read_code(ctx, typed);

    *proof_out = NULL;
    *outcome_out = ACCOUNT_CODE_OVER;
    if (!str_is_clean_utf8(id))
        return OK;
    TRY(ctx->store->proof_try(ctx->store->self, ctx->arena, name, id, ctx->now, &proof));
    if (proof == NULL)
        return OK;
    if (str_present(code) && digest_equal(proof->code_digest, code_digest(ctx, proof->id, code))) {
        *outcome_out = ACCOUNT_CODE_RIGHT;
        *proof_out = proof;
    } else if (proof->tries_left > 0) {
        *outcome_out = ACCOUNT_CODE_WRONG;
    }
    return OK;
}
