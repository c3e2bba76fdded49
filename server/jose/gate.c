#include "jose/gate.h"

#include "base/base64url.h"
#include "base/json_read.h"

const char *jose_refusal_text(enum jose_refusal refusal)
{
    switch (refusal) {
    case JOSE_ACCEPTED:
        return "accepted";
    case JOSE_TOO_LONG:
        return "the token is longer than 16 KiB";
    case JOSE_NOT_COMPACT:
        return "the token is no compact JWS of three parts";
    case JOSE_NOT_BASE64URL:
        return "a part of the token is not strict base64url";
    case JOSE_HEADER_NOT_JSON:
        return "the header is no JSON object with unique members";
    case JOSE_HEADER_MEMBER:
        return "the header has a member that is not accepted";
    case JOSE_ALG_NOT_ALLOWED:
        return "the algorithm is not allowed here";
    case JOSE_TYP_NOT_ALLOWED:
        return "the type is not allowed here";
    case JOSE_KID_MISSING:
        return "the header names no key";
    case JOSE_PAYLOAD_NOT_JSON:
        return "the payload is no JSON object with unique members";
    case JOSE_SIGNATURE_WRONG:
        return "the signature does not hold";
    case JOSE_KEY_UNKNOWN:
        return "the key is unknown";
    }
    return "";
}

enum proof { PROOF_SIGNATURE, PROOF_MAC };

/* Everything that names or brings a key (jwk, jku, x5u, x5c), changes how the rest is read (crit,
 * b64, zip) or is unknown is refused by not being here (RFC 8725, sections 2.6 and 3.10). */
static bool member_is_known(str_t name)
{
    static const str_t known[] = {
        STR_INIT("alg"), STR_INIT("kid"), STR_INIT("typ"), STR_INIT("cty")};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_eq(name, known[i]))
            return true;
    return false;
}

static bool members_are_known_texts(json_t *header)
{
    const char *name;
    json_t *value;
    json_object_foreach(header, name, value)
    {
        if (!member_is_known(str_from_cstr(name)) || !json_is_string(value))
            return false;
        if (!str_is_clean_utf8((str_t){json_string_value(value), json_string_length(value)}))
            return false;
    }
    return true;
}

/* RFC 7515, section 4.1.9. */
static bool typ_matches(str_t typ, str_t expected)
{
    static const str_t prefix = STR_INIT("application/");
    if (typ.len > prefix.len && str_eq_ci(str_first(typ, prefix.len), prefix))
        typ = str_from(typ, prefix.len);
    return str_eq_ci(typ, expected);
}

static bool typ_is_allowed(const struct jose_use *use, str_t typ)
{
    if (use->typs == NULL)
        return true;
    if (!str_present(typ))
        return use->typ_optional;
    for (const char *const *each = use->typs; *each != NULL; each++)
        if (typ_matches(typ, str_from_cstr(*each)))
            return true;
    return false;
}

static bool alg_is_allowed(
    const json_t *header, const struct jose_use *use, enum proof proof, struct jose_token *token)
{
    str_t name = json_read_str(header, "alg");
    if (proof == PROOF_MAC)
        return str_eq(name, STR("HS256"));
    return jose_alg_from_name(name, &token->alg) && (use->algs & JOSE_ALG_BIT(token->alg)) != 0;
}

static enum jose_refusal judge_header(arena_t *arena, json_t *header, const struct jose_use *use,
    enum proof proof, struct jose_token *token)
{
    if (!members_are_known_texts(header))
        return JOSE_HEADER_MEMBER;
    if (!alg_is_allowed(header, use, proof, token))
        return JOSE_ALG_NOT_ALLOWED;

    token->kid = arena_str(arena, json_read_str(header, "kid"));
    token->typ = arena_str(arena, json_read_str(header, "typ"));
    if (str_present(token->kid) && (token->kid.len == 0 || token->kid.len > JOSE_KID_MAX))
        return JOSE_HEADER_MEMBER;
    if (use->kid_required && !str_present(token->kid))
        return JOSE_KID_MISSING;
    /* A nested token would be one that this gate never saw. */
    if (str_present(json_read_str(header, "cty")) &&
        typ_matches(json_read_str(header, "cty"), STR("JWT")))
        return JOSE_HEADER_MEMBER;
    return typ_is_allowed(use, token->typ) ? JOSE_ACCEPTED : JOSE_TYP_NOT_ALLOWED;
}

struct parts {
    str_t header;
    str_t payload;
    str_t signature;
};

static bool cut(str_t text, struct parts *parts)
{
    str_t rest = text;
    return str_next(&rest, '.', &parts->header) && str_next(&rest, '.', &parts->payload) &&
           str_next(&rest, '.', &parts->signature) && !str_present(rest) && parts->header.len > 0 &&
           parts->payload.len > 0 && parts->signature.len > 0;
}

static bool decode(arena_t *arena, struct parts *parts)
{
    return base64url_decode(arena, parts->header, &parts->header) &&
           base64url_decode(arena, parts->payload, &parts->payload) &&
           base64url_decode(arena, parts->signature, &parts->signature);
}

static enum jose_refusal parse(arena_t *arena, str_t text, const struct jose_use *use,
    enum proof proof, struct jose_token *token)
{
    struct parts parts;
    if (text.len > JOSE_TOKEN_MAX)
        return JOSE_TOO_LONG;
    if (!cut(text, &parts))
        return JOSE_NOT_COMPACT;
    token->signing_input = arena_bytes(arena, text.ptr, parts.header.len + 1 + parts.payload.len);
    if (!decode(arena, &parts))
        return JOSE_NOT_BASE64URL;
    token->signature = parts.signature;

    json_auto_t *header = json_read_object(parts.header, JOSE_TOKEN_MAX);
    if (header == NULL)
        return JOSE_HEADER_NOT_JSON;
    enum jose_refusal refusal = judge_header(arena, header, use, proof, token);
    if (refusal != JOSE_ACCEPTED)
        return refusal;
    token->payload = json_read_object(parts.payload, JOSE_TOKEN_MAX);
    return token->payload == NULL ? JOSE_PAYLOAD_NOT_JSON : JOSE_ACCEPTED;
}

enum jose_refusal gate_parse(
    arena_t *arena, str_t text, const struct jose_use *use, struct jose_token *token_out)
{
    struct jose_token token = {0};
    enum jose_refusal refusal = parse(arena, text, use, PROOF_SIGNATURE, &token);
    *token_out = refusal == JOSE_ACCEPTED ? token : (struct jose_token){0};
    return refusal;
}

enum jose_refusal gate_parse_mac(
    arena_t *arena, str_t text, const struct jose_use *use, struct jose_mac_token *token_out)
{
    struct jose_use without_kid = *use;
    struct jose_token token = {0};
    without_kid.kid_required = false;
    enum jose_refusal refusal = parse(arena, text, &without_kid, PROOF_MAC, &token);
    *token_out = (struct jose_mac_token){0};
    if (refusal == JOSE_ACCEPTED)
        *token_out = (struct jose_mac_token){token.payload, token.signing_input, token.signature};
    return refusal;
}

void jose_token_clear(struct jose_token *token)
{
    json_decref(token->payload);
    *token = (struct jose_token){0};
}
