/* What a client's tokens are like. */
#include "account/client_metadata/members.h"

enum { MAX_AGE_MAX_S = 10 * 365 * 24 * 3600 };

const char *judge_alg(enum oauth_client_type type, const json_t *value)
{
    str_t name = {json_string_value(value), json_string_length(value)};

    (void)type;
    return oauth_signing_alg_find(name) ? NULL : "must be RS256, PS256, ES256 or EdDSA";
}

const char *judge_encryption_alg(enum oauth_client_type type, const json_t *value)
{
    str_t name = {json_string_value(value), json_string_length(value)};

    (void)type;
    return oauth_encryption_alg_find(name) ? NULL : "must be RSA-OAEP-256 or ECDH-ES";
}

const char *judge_encryption_enc(enum oauth_client_type type, const json_t *value)
{
    str_t name = {json_string_value(value), json_string_length(value)};

    (void)type;
    return oauth_encryption_enc_find(name) ? NULL : "must be A128GCM or A256GCM";
}

const char *judge_token_format(enum oauth_client_type type, const json_t *value)
{
    str_t format = {json_string_value(value), json_string_length(value)};

    (void)type;
    return str_eq(format, STR("jwt")) || str_eq(format, STR("opaque")) ? NULL
                                                                       : "must be jwt or opaque";
}

const char *judge_subject_type(enum oauth_client_type type, const json_t *value)
{
    str_t given = {json_string_value(value), json_string_length(value)};

    (void)type;
    return str_eq(given, STR("public")) || str_eq(given, STR("pairwise"))
               ? NULL
               : "must be public or pairwise";
}

const char *judge_max_age(enum oauth_client_type type, const json_t *value)
{
    json_int_t seconds = json_integer_value(value);

    (void)type;
    return seconds >= 0 && seconds <= MAX_AGE_MAX_S ? NULL : "must be 0 or more seconds";
}
