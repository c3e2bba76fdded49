#include "oauth/answer_form.h"

#include "base/json_read.h"

#include <stdio.h>

enum { MEMBER_MAX = 64 };

const char *const oauth_signing_algs[] = {"RS256", "PS256", "ES256", "EdDSA", NULL};
const char *const oauth_encryption_algs[] = {"RSA-OAEP-256", "ECDH-ES", NULL};
const char *const oauth_encryption_encs[] = {"A128GCM", "A256GCM", NULL};

static const char *find(const char *const *names, str_t name)
{
    for (; *names; names++) {
        if (str_eq(name, str_from_cstr(*names)))
            return *names;
    }
    return NULL;
}

const char *oauth_signing_alg_find(str_t name)
{
    return find(oauth_signing_algs, name);
}

const char *oauth_encryption_alg_find(str_t name)
{
    return find(oauth_encryption_algs, name);
}

const char *oauth_encryption_enc_find(str_t name)
{
    return find(oauth_encryption_encs, name);
}

static str_t read(const json_t *metadata, const char *kind, const char *suffix)
{
    char member[MEMBER_MAX];

    snprintf(member, sizeof member, "%s_%s", kind, suffix);
    return json_read_str(metadata, member);
}

/* What is registered and not known, as a newer version may have left it, stays said: no key fits
 * it, so that there is no answer at all, never one in the clear. */
static const char *keep(const char *known, str_t registered)
{
    return known || !str_present(registered) ? known : "";
}

struct oauth_answer_form oauth_answer_form_read(
    const json_t *metadata, const char *kind, const char *signing_alg)
{
    const char *chosen = oauth_signing_alg_find(read(metadata, kind, "signed_response_alg"));
    str_t alg = read(metadata, kind, "encrypted_response_alg");
    str_t enc = read(metadata, kind, "encrypted_response_enc");

    return (struct oauth_answer_form){
        .signing_alg = chosen ? chosen : signing_alg,
        .encryption_alg = keep(oauth_encryption_alg_find(alg), alg),
        .encryption_enc = keep(oauth_encryption_enc_find(enc), enc),
    };
}
