#define _GNU_SOURCE /* memmem */
#include "account/password_rules.h"

#include "base/unicode.h"

#include <string.h>
#include <zxcvbn.h>

/* A typed text may shrink in NFKC; beyond this nobody typed it. */
enum { TYPED_MAX_BYTES = 4096, NAME_MIN_CHARACTERS = 4, STRENGTH_BYTES_MAX = 128 };

static bool contains(str_t text, str_t part)
{
    return part.len > 0 && memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

/* Very short names stand in too many innocent words. */
static bool holds(arena_t *arena, str_t folded_password, str_t name)
{
    str_t folded;

    if (name.len == 0 || !unicode_fold(arena, str_trim(name), &folded))
        return false;
    return unicode_length(folded) >= NAME_MIN_CHARACTERS && contains(folded_password, folded);
}

static bool is_personal(arena_t *arena, const struct oauth_subject *person, str_t password)
{
    str_t folded;
    str_t rest = person->email;
    str_t local = STR("");

    if (!unicode_fold(arena, password, &folded))
        return true;
    str_next(&rest, '@', &local);
    return holds(arena, folded, person->given_name) || holds(arena, folded, person->family_name) ||
           holds(arena, folded, local);
}

/* In guesses, powers of ten at which zxcvbn's score rises by one. What stands in the account counts
 * for as little as a word of its lists. */
static int64_t strength(arena_t *arena, const struct oauth_subject *person, str_t password)
{
    static const double steps[] = {3, 6, 8, 10};
    const char *known[] = {arena_cstr(arena, person->email), arena_cstr(arena, person->given_name),
        arena_cstr(arena, person->family_name), NULL};
    /* Its time grows with the square of the length; what is longer is strong by its beginning. */
    const char *text = arena_cstr(arena, str_first(password, STRENGTH_BYTES_MAX));
    double decades = ZxcvbnMatch(text, known, NULL) * 0.30103;
    int64_t score = 0;

    while (score < 4 && decades >= steps[score])
        score++;
    return score;
}

enum account_refusal account_password_judge(arena_t *arena, const struct account_settings *settings,
    const struct oauth_subject *person, str_t password)
{
    str_t text;

    if (password.len == 0)
        return ACCOUNT_PASSWORD_TOO_SHORT;
    if (password.len > TYPED_MAX_BYTES)
        return ACCOUNT_PASSWORD_TOO_LONG;
    if (!str_is_clean_utf8(password) || !unicode_nfkc(arena, password, &text))
        return ACCOUNT_PASSWORD_NOT_TEXT;
    size_t length = unicode_length(text);
    if ((int64_t)length < settings->password_min)
        return ACCOUNT_PASSWORD_TOO_SHORT;
    if (length > ACCOUNT_PASSWORD_MAX)
        return ACCOUNT_PASSWORD_TOO_LONG;
    if (is_personal(arena, person, text))
        return ACCOUNT_PASSWORD_PERSONAL;
    if (settings->password_min_zxcvbn > 0 &&
        strength(arena, person, text) < settings->password_min_zxcvbn)
        return ACCOUNT_PASSWORD_WEAK;
    return ACCOUNT_DONE;
}

result_t account_password_check(struct account_context *ctx, const struct oauth_subject *person,
    str_t password, enum account_refusal *refusal_out)
{
    bool breached = false;
    str_t text;

    *refusal_out = account_password_judge(ctx->arena, ctx->settings, person, password);
    if (*refusal_out != ACCOUNT_DONE || ctx->breached == NULL)
        return OK;
    if (!unicode_nfkc(ctx->arena, password, &text))
        text = password;
    TRY(ctx->breached->holds(ctx->breached->self, text, &breached));
    if (breached)
        *refusal_out = ACCOUNT_PASSWORD_BREACHED;
    return OK;
}
