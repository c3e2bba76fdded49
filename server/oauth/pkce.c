#include "oauth/pkce.h"

#include "crypto/digest.h"

enum { CHALLENGE_LEN = 43, VERIFIER_MIN = 43, VERIFIER_MAX = 128 };

static bool alphanumeric(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool only(str_t text, const char *marks)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!alphanumeric(text.ptr[i]) && !str_contains_char(str_from_cstr(marks), text.ptr[i]))
            return false;
    }
    return true;
}

bool pkce_challenge_valid(str_t challenge)
{
    return challenge.len == CHALLENGE_LEN && only(challenge, "-_");
}

bool pkce_verify(arena_t *arena, str_t verifier, str_t challenge)
{
    if (verifier.len < VERIFIER_MIN || verifier.len > VERIFIER_MAX || !only(verifier, "-._~"))
        return false;
    return digest_equal(digest_token(arena, verifier), challenge);
}
