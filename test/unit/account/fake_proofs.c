/* Proofs, the post that carries them, and throttles. */
#include "base/json_read.h"
#include "unit/account/fake_world.h"

#include <assert.h>

static struct fake_proof *living(struct fake_world *world, str_t purpose, str_t id)
{
    for (size_t i = 0; i < world->n_proofs; i++) {
        struct fake_proof *row = &world->proofs[i];
        if (!row->used && row->proof.expires_at > world->ctx.now &&
            str_eq(row->proof.purpose, purpose) &&
            (str_eq(row->proof.id, id) || str_eq(row->proof.link_digest, id)))
            return row;
    }
    return NULL;
}

static result_t proof_add(void *self, const struct account_new_proof *proof)
{
    struct fake_world *world = self;
    size_t i = 0;

    while (i < world->n_proofs && !(str_eq(world->proofs[i].proof.purpose, proof->proof.purpose) &&
                                      str_eq(world->proofs[i].proof.series, proof->proof.series)))
        i++;
    world->proofs[i] = (struct fake_proof){proof->proof, false};
    if (i == world->n_proofs)
        world->n_proofs++;
    world->writes++;
    return OK;
}

static result_t proof_find(void *self, arena_t *arena, str_t purpose, str_t id, int64_t now,
    const struct account_proof **proof_out)
{
    struct fake_proof *row = living(self, purpose, id);

    (void)arena;
    (void)now;
    *proof_out = row != NULL ? &row->proof : NULL;
    return OK;
}

static result_t proof_try(void *self, arena_t *arena, str_t purpose, str_t id, int64_t now,
    const struct account_proof **proof_out)
{
    struct fake_proof *row = living(self, purpose, id);

    (void)arena;
    (void)now;
    *proof_out = NULL;
    if (row == NULL || row->proof.tries_left == 0)
        return OK;
    row->proof.tries_left--;
    *proof_out = &row->proof;
    return OK;
}

/* The proof is spent, the others of its target are void. */
static result_t user_register(void *self, const struct oauth_subject *user, str_t canonical,
    const char *scheme, str_t credential, str_t proof_id)
{
    struct fake_world *world = self;
    struct fake_proof *row = living(world, STR("verify_email"), proof_id);
    size_t i = 0;

    (void)scheme;
    while (i < world->n_users && !str_eq(world->users[i].canonical, canonical))
        i++;
    if (row == NULL || (i < world->n_users && (world->users[i].subject.email_verified ||
                                                  !str_eq(world->users[i].subject.id, user->id))))
        return result_fail(RESULT_CONFLICT, "over");
    for (size_t j = 0; j < world->n_proofs; j++)
        if (str_eq(world->proofs[j].proof.target, canonical))
            world->proofs[j].used = true;
    world->users[i] = (struct fake_user){*user, canonical, credential};
    if (i == world->n_users)
        world->n_users++;
    return OK;
}

static result_t post_write(void *self, arena_t *arena, const struct account_letter *letter,
    int64_t now, const struct notify_message **message_out)
{
    struct fake_world *world = self;

    (void)now;
    world->letters[world->n_letters].letter = *letter;
    world->letters[world->n_letters].letter.view = NULL;
    world->letters[world->n_letters].view = json_write(arena, letter->view);
    /* A message is whatever the post says it is: here, where the letter stands. */
    *message_out = (const struct notify_message *)&world->letters[world->n_letters++];
    return world->of_post;
}

static void post_kept(void *self, const struct notify_message *message)
{
    struct fake_world *world = self;

    for (size_t i = 0; i < world->n_letters; i++)
        if ((const void *)message == &world->letters[i])
            world->letters[i].kept = true;
}

static result_t throttle_attempt(void *self, str_t bucket, const struct authn_throttle_rule *rule,
    int64_t now, struct authn_attempt *attempt_out)
{
    struct fake_world *world = self;
    size_t i = 0;

    while (i < world->n_buckets && !str_eq(world->buckets[i].bucket, bucket))
        i++;
    if (i == world->n_buckets)
        world->buckets[world->n_buckets++].bucket = bucket;
    *attempt_out = (struct authn_attempt){.allowed = world->buckets[i].locked_until <= now};
    if (attempt_out->allowed && ++world->buckets[i].attempts >= rule->tries)
        world->buckets[i].locked_until = now + rule->lock_s;
    if (world->buckets[i].locked_until > now)
        attempt_out->locked_until = world->buckets[i].locked_until;
    return OK;
}

const struct account_letter *fake_letter(const struct fake_world *world)
{
    assert(world->n_letters > 0);
    return &world->letters[world->n_letters - 1].letter;
}

void fake_proofs_install(struct fake_world *world)
{
    world->store.proof_add = proof_add;
    world->store.proof_find = proof_find;
    world->store.proof_find_by_link = proof_find;
    world->store.proof_try = proof_try;
    world->store.user_register = user_register;
    world->post = (struct account_post){world, post_write, post_kept};
    world->throttles = (struct authn_store){.self = world, .throttle_attempt = throttle_attempt};
}
