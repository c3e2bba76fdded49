#include "oauth/token_style.h"

const char *const token_typs[] = {"at+jwt", "JWT", NULL};

static const char *const format_names[] = {[TOKEN_JWT] = "jwt", [TOKEN_OPAQUE] = "opaque"};
enum { FORMATS = sizeof format_names / sizeof format_names[0] };

const char *token_typ_find(str_t name)
{
    for (const char *const *typ = token_typs; *typ; typ++) {
        if (str_eq(name, str_from_cstr(*typ)))
            return *typ;
    }
    return NULL;
}

bool token_format_find(str_t name, enum oauth_token_format *format_out)
{
    for (int i = 0; i < FORMATS; i++) {
        if (str_eq(name, str_from_cstr(format_names[i]))) {
            *format_out = (enum oauth_token_format)i;
            return true;
        }
    }
    return false;
}

/* Puts `wanted` in place of what nobody wanted before. False if somebody wants something else. */
static bool agree(str_t *wish, str_t wanted)
{
    if (!str_present(wanted))
        return true;
    if (str_present(*wish))
        return str_eq(*wish, wanted);
    *wish = wanted;
    return true;
}

static bool collect(
    const struct scope_catalogue *catalogue, str_t audience, struct oauth_token_wishes *wishes)
{
    for (size_t i = 0; i < catalogue->n; i++) {
        const struct oauth_scope_record *scope = &catalogue->scopes[i];

        if (str_list_has(audience, scope->audience) &&
            (!agree(&wishes->typ, scope->token.typ) ||
                !agree(&wishes->format, scope->token.format) ||
                !agree(&wishes->alg, scope->token.alg)))
            return false;
    }
    return true;
}

struct oauth_error token_style_choose(const struct scope_catalogue *catalogue,
    const struct oauth_client *client, str_t audience, struct token_style *style_out)
{
    struct oauth_token_wishes wishes = {0};

    if (!collect(catalogue, audience, &wishes))
        return oauth_refuse(OAUTH_INVALID_TARGET,
            "the resources want tokens of different kinds: ask for each by itself");
    *style_out =
        (struct token_style){client->access_token_format, token_typs[0], client->access_token_alg};
    token_format_find(wishes.format, &style_out->format);
    if (token_typ_find(wishes.typ))
        style_out->typ = token_typ_find(wishes.typ);
    if (oauth_signing_alg_find(wishes.alg))
        style_out->alg = oauth_signing_alg_find(wishes.alg);
    return OAUTH_NONE;
}
