#include "jose/encrypter.h"

#include "base/json_read.h"
#include "jose/jwe.h"

struct oauth_recipient {
    enum jwe_alg alg;
    enum jwe_enc enc;
    struct jwk key;
};

static const struct oauth_recipient *recipient(
    void *self, arena_t *arena, str_t jwks, const char *alg, const char *enc)
{
    struct oauth_recipient *found = ARENA_NEW(arena, struct oauth_recipient);
    json_auto_t *set = json_read_object(jwks, JWKS_BYTES_MAX);
    (void)self;
    if (!jwe_alg_from_name(str_from_cstr(alg), &found->alg) ||
        !jwe_enc_from_name(str_from_cstr(enc), &found->enc))
        return NULL;
    return jwe_choose_key(arena, set, found->alg, &found->key) ? found : NULL;
}

static result_t encrypt(void *self, arena_t *arena, const struct oauth_recipient *to,
    const char *cty, str_t plaintext, str_t *token_out)
{
    const struct random_source *random = self;
    const struct jwe_header header = {to->alg, to->enc, cty, &to->key};
    return jwe_encrypt(arena, random, &header, plaintext, token_out);
}

struct oauth_encrypter jwe_encrypter(const struct random_source *random)
{
    return (struct oauth_encrypter){
        .self = (void *)(uintptr_t)random, .recipient = recipient, .encrypt = encrypt};
}
