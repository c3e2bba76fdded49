#include "account/profile.h"

#include "account/new_user.h"

enum { LOCALE_MAX = 35, SUBTAG_MAX = 8, ZONEINFO_MAX = 64, ZONEINFO_PARTS_MAX = 3 };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_subtag(str_t text, bool letters_only, size_t min, size_t max)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_letter(text.ptr[i]) && (letters_only || !is_digit(text.ptr[i])))
            return false;
    return text.len >= min && text.len <= max;
}

bool account_locale_valid(str_t locale)
{
    str_t rest = locale, part;

    if (locale.len > LOCALE_MAX || !str_next(&rest, '-', &part) || !is_subtag(part, true, 2, 3))
        return false;
    while (str_next(&rest, '-', &part))
        if (!is_subtag(part, false, 2, SUBTAG_MAX))
            return false;
    return true;
}

static bool is_zone_part(str_t part)
{
    for (size_t i = 0; i < part.len; i++) {
        char c = part.ptr[i];
        if (!is_letter(c) && !is_digit(c) && c != '_' && c != '-' && c != '+')
            return false;
    }
    return part.len > 0 && is_letter(part.ptr[0]);
}

bool account_zoneinfo_valid(str_t zoneinfo)
{
    str_t rest = zoneinfo, part;
    size_t n = 0;

    if (zoneinfo.len > ZONEINFO_MAX)
        return false;
    while (str_next(&rest, '/', &part))
        if (++n > ZONEINFO_PARTS_MAX || !is_zone_part(part))
            return false;
    return n > 0;
}

/* What was there before may stay: an import may have brought people of one name. */
static bool is_name(str_t name, str_t before)
{
    return str_eq(name, before) || account_name_valid(name);
}

static enum account_refusal judge(
    const struct oauth_subject *person, const struct account_profile *profile, const char **key_out)
{
    *key_out = "given_name";
    if (!is_name(profile->given_name, person->given_name))
        return ACCOUNT_NAME_INVALID;
    *key_out = "family_name";
    if (!is_name(profile->family_name, person->family_name))
        return ACCOUNT_NAME_INVALID;
    *key_out = "locale";
    if (str_present(profile->locale) && !account_locale_valid(profile->locale))
        return ACCOUNT_LOCALE_INVALID;
    *key_out = "zoneinfo";
    if (str_present(profile->zoneinfo) && !account_zoneinfo_valid(profile->zoneinfo))
        return ACCOUNT_ZONEINFO_INVALID;
    *key_out = NULL;
    return ACCOUNT_DONE;
}

result_t account_profile_change(struct account_context *ctx, const struct oauth_subject *person,
    const struct account_profile *profile, const struct oauth_subject **changed_out,
    enum account_refusal *refusal_out, const char **key_out)
{
    struct oauth_subject *changed = ARENA_NEW(ctx->arena, struct oauth_subject);

    *changed_out = person;
    *refusal_out = judge(person, profile, key_out);
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    *changed = *person;
    changed->given_name = arena_str(ctx->arena, str_trim(profile->given_name));
    changed->family_name = arena_str(ctx->arena, str_trim(profile->family_name));
    changed->locale = arena_str(ctx->arena, profile->locale);
    changed->zoneinfo = arena_str(ctx->arena, profile->zoneinfo);
    changed->updated_at = ctx->now;
    const struct account_profile trimmed = {
        changed->given_name, changed->family_name, changed->locale, changed->zoneinfo};
    TRY(ctx->store->profile_save(ctx->store->self, person->id, &trimmed, ctx->now));
    *changed_out = changed;
    account_audit(ctx, "profile.changed", person->id, STR_NONE);
    return OK;
}
