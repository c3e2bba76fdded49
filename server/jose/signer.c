#include "jose/signer.h"

#include "base/log.h"

static result_t sign(void *self, arena_t *arena, const char *alg_name, const char *typ,
    str_t claims_json, str_t *token_out)
{
    enum jose_alg alg;
    if (!jose_alg_from_name(str_from_cstr(alg_name), &alg))
        return result_fail(RESULT_FAILED, "an unknown signature algorithm");
    return keyset_sign(self, arena, alg, typ, claims_json, token_out);
}

static result_t verify(
    void *self, arena_t *arena, str_t token, const char *const *typs, json_t **claims_out)
{
    enum jose_refusal refusal;
    TRY(keyset_verify(self, arena, token, typs, claims_out, &refusal));
    if (refusal != JOSE_ACCEPTED)
        log_debug("token.refused", log_cstr("reason", jose_refusal_text(refusal)));
    return OK;
}

struct oauth_signer keyset_signer(struct keyset *keyset)
{
    return (struct oauth_signer){.self = keyset, .sign = sign, .verify = verify};
}
