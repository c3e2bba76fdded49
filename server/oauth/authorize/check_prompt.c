#include "oauth/authorize/checks.h"

const char *const authorize_prompts[] = {"none", "login", "consent", "select_account", NULL};

static const unsigned bits[] = {PROMPT_NONE, PROMPT_LOGIN, PROMPT_CONSENT, PROMPT_SELECT_ACCOUNT};

static unsigned bit_of(str_t word)
{
    for (size_t i = 0; authorize_prompts[i]; i++) {
        if (str_eq(word, str_from_cstr(authorize_prompts[i])))
            return bits[i];
    }
    return 0;
}

/* OpenID Connect Core 3.1.2.1: `none` stands alone. */
result_t check_prompt(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    str_t words = oauth_param(request->form, "prompt"), word;

    (void)ctx;
    while (str_next(&words, ' ', &word)) {
        unsigned bit = bit_of(word);

        if (bit == 0) {
            *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "unknown value of prompt");
            return OK;
        }
        request->prompt |= bit;
    }
    if ((request->prompt & PROMPT_NONE) && request->prompt != PROMPT_NONE)
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "prompt=none stands alone");
    return OK;
}
