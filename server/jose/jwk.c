#include "jose/jwk.h"

#include "base/base64url.h"
#include "base/json_read.h"
#include "crypto/digest.h"
#include "jose/jwe_alg.h"
#include "jose/roca.h"

enum { EXPONENT_BYTES_MAX = 8, KEY_OPS_MAX = 8, ALG_NAME_MAX = 32 };

const char *jwk_refusal_text(enum jwk_refusal refusal)
{
    switch (refusal) {
    case JWK_ACCEPTED:
        return "accepted";
    case JWK_UNSUPPORTED:
        return "a key of a kind that is not supported";
    case JWK_PRIVATE:
        return "a private or shared key where a public one belongs";
    case JWK_MALFORMED:
        return "a key is malformed";
    case JWK_WEAK:
        return "an RSA key outside of 2048 to 8192 bits, with a bad exponent, or of a generator "
               "whose keys are broken (ROCA)";
    case JWK_INCONSISTENT:
        return "use, key_ops, alg and kty of a key do not fit each other";
    }
    return "";
}

static bool has_private_member(const json_t *object)
{
    static const char *const names[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (json_object_get(object, names[i]) != NULL)
            return true;
    return false;
}

/* A member that is absent is fine; one of another type is not. */
static bool read_optional(const json_t *object, const char *name, size_t max, str_t *out)
{
    *out = json_read_str(object, name);
    if (!str_present(*out))
        return json_object_get(object, name) == NULL;
    return out->len > 0 && out->len <= max && str_is_clean_utf8(*out);
}

static bool read_bytes(
    arena_t *arena, const json_t *object, const char *name, size_t max, str_t *out)
{
    str_t text = json_read_str(object, name);
    return str_present(text) && text.len <= (max * 4 + 2) / 3 &&
           base64url_decode(arena, text, out) && out->len > 0;
}

static bool is_odd(str_t number)
{
    return ((unsigned char)number.ptr[number.len - 1] & 1) != 0;
}

static unsigned bits_of(str_t number)
{
    unsigned first = (unsigned char)number.ptr[0];
    unsigned bits = (unsigned)(number.len - 1) * 8;
    for (; first != 0; first >>= 1)
        bits++;
    return bits;
}

/* RFC 7518, section 6.3.1; a leading zero is a second spelling of the same key. */
static enum jwk_refusal read_rsa(arena_t *arena, const json_t *object, struct jwk *jwk)
{
    if (!read_bytes(arena, object, "n", JWK_RSA_BITS_MAX / 8 + 1, &jwk->n) ||
        !read_bytes(arena, object, "e", EXPONENT_BYTES_MAX, &jwk->e))
        return JWK_MALFORMED;
    if (jwk->n.ptr[0] == 0 || jwk->e.ptr[0] == 0)
        return JWK_MALFORMED;
    unsigned bits = bits_of(jwk->n);
    if (bits < JWK_RSA_BITS_MIN || bits > JWK_RSA_BITS_MAX || !is_odd(jwk->n))
        return JWK_WEAK;
    if (roca_marks(jwk->n))
        return JWK_WEAK;
    return is_odd(jwk->e) && bits_of(jwk->e) > 1 ? JWK_ACCEPTED : JWK_WEAK;
}

static bool read_coordinate(arena_t *arena, const json_t *object, const char *name, str_t *out)
{
    return read_bytes(arena, object, name, JWK_COORDINATE_BYTES, out) &&
           out->len == JWK_COORDINATE_BYTES;
}

static enum jwk_refusal read_curve(
    arena_t *arena, const json_t *object, str_t supported, struct jwk *jwk)
{
    str_t crv = json_read_str(object, "crv");
    if (!str_present(crv))
        return JWK_MALFORMED;
    if (!str_eq(crv, supported))
        return JWK_UNSUPPORTED;
    if (!read_coordinate(arena, object, "x", &jwk->x))
        return JWK_MALFORMED;
    if (jwk->kty == JOSE_KTY_EC && !read_coordinate(arena, object, "y", &jwk->y))
        return JWK_MALFORMED;
    return JWK_ACCEPTED;
}

static enum jwk_refusal read_material(arena_t *arena, const json_t *object, struct jwk *jwk)
{
    str_t kty = json_read_str(object, "kty");
    if (!str_present(kty))
        return JWK_MALFORMED;
    if (has_private_member(object) || str_eq(kty, STR("oct")))
        return JWK_PRIVATE;
    if (str_eq(kty, STR("RSA"))) {
        jwk->kty = JOSE_KTY_RSA;
        return read_rsa(arena, object, jwk);
    }
    if (str_eq(kty, STR("EC"))) {
        jwk->kty = JOSE_KTY_EC;
        return read_curve(arena, object, STR("P-256"), jwk);
    }
    if (str_eq(kty, STR("OKP"))) {
        jwk->kty = JOSE_KTY_OKP;
        return read_curve(arena, object, STR("Ed25519"), jwk);
    }
    return JWK_UNSUPPORTED;
}

/* What one operation of a public key says about its use (RFC 7517, section 4.3); false for those
 * of a private key and for unknown ones. */
static bool use_of_operation(str_t operation, enum jwk_use *use_out)
{
    static const str_t encrypting[] = {
        STR_INIT("encrypt"), STR_INIT("wrapKey"), STR_INIT("deriveKey"), STR_INIT("deriveBits")};
    if (str_eq(operation, STR("verify"))) {
        *use_out = JWK_USE_SIG;
        return true;
    }
    for (size_t i = 0; i < sizeof encrypting / sizeof encrypting[0]; i++) {
        if (str_eq(operation, encrypting[i])) {
            *use_out = JWK_USE_ENC;
            return true;
        }
    }
    return false;
}

/* Takes over what one member says; false if another one said something else. */
static bool agree(enum jwk_use *use, enum jwk_use said)
{
    if (*use != JWK_USE_ANY && *use != said)
        return false;
    *use = said;
    return true;
}

static enum jwk_refusal read_key_ops(const json_t *object, struct jwk *jwk)
{
    if (json_object_get(object, "key_ops") == NULL)
        return JWK_ACCEPTED;
    const json_t *operations = json_read_str_array(object, "key_ops");
    size_t n = json_array_size(operations);
    if (operations == NULL || n == 0 || n > KEY_OPS_MAX)
        return JWK_MALFORMED;
    for (size_t i = 0; i < n; i++) {
        enum jwk_use said;
        if (!use_of_operation(json_array_str(operations, i), &said) || !agree(&jwk->use, said))
            return JWK_INCONSISTENT;
        for (size_t j = 0; j < i; j++)
            if (str_eq(json_array_str(operations, i), json_array_str(operations, j)))
                return JWK_MALFORMED;
    }
    return JWK_ACCEPTED;
}

static enum jwk_refusal read_use(const json_t *object, struct jwk *jwk)
{
    str_t use;
    if (!read_optional(object, "use", ALG_NAME_MAX, &use))
        return JWK_MALFORMED;
    if (str_eq(use, STR("sig")))
        jwk->use = JWK_USE_SIG;
    else if (str_eq(use, STR("enc")))
        jwk->use = JWK_USE_ENC;
    else if (str_present(use))
        return JWK_UNSUPPORTED;
    return read_key_ops(object, jwk);
}

static enum jwk_refusal read_alg(arena_t *arena, const json_t *object, struct jwk *jwk)
{
    str_t name;
    enum jose_alg alg;
    enum jwe_alg jwe_alg;
    if (!read_optional(object, "alg", ALG_NAME_MAX, &name))
        return JWK_MALFORMED;
    if (!str_present(name))
        return JWK_ACCEPTED;

    bool fits;
    enum jwk_use use = JWK_USE_ENC;
    if (jose_alg_from_name(name, &alg)) {
        fits = jose_alg_kty(alg) == jwk->kty;
        use = JWK_USE_SIG;
    } else if (jwe_alg_from_name(name, &jwe_alg)) {
        fits = jwe_alg_kty(jwe_alg) == jwk->kty;
    } else {
        return JWK_UNSUPPORTED;
    }
    jwk->alg = arena_str(arena, name);
    return fits && agree(&jwk->use, use) ? JWK_ACCEPTED : JWK_INCONSISTENT;
}

enum jwk_refusal jwk_read(arena_t *arena, const json_t *object, struct jwk *jwk_out)
{
    struct jwk jwk = {0};
    *jwk_out = jwk;
    if (!json_is_object(object) || !read_optional(object, "kid", JWK_KID_MAX, &jwk.kid))
        return JWK_MALFORMED;
    jwk.kid = arena_str(arena, jwk.kid);

    enum jwk_refusal refusal = read_material(arena, object, &jwk);
    if (refusal == JWK_ACCEPTED)
        refusal = read_use(object, &jwk);
    if (refusal == JWK_ACCEPTED)
        refusal = read_alg(arena, object, &jwk);
    if (refusal == JWK_ACCEPTED)
        *jwk_out = jwk;
    return refusal;
}

json_t *jwk_write(arena_t *arena, const struct jwk *jwk)
{
    static const char *const ktys[] = {
        [JOSE_KTY_RSA] = "RSA", [JOSE_KTY_EC] = "EC", [JOSE_KTY_OKP] = "OKP"};
    static const char *const curves[] = {[JOSE_KTY_EC] = "P-256", [JOSE_KTY_OKP] = "Ed25519"};
    static const char *const uses[] = {[JWK_USE_SIG] = "sig", [JWK_USE_ENC] = "enc"};
    const struct {
        const char *name;
        str_t bytes;
    } numbers[] = {{"n", jwk->n}, {"e", jwk->e}, {"x", jwk->x}, {"y", jwk->y}};

    json_t *object = json_object();
    json_put_str(object, "kty", str_from_cstr(ktys[jwk->kty]));
    json_put_str(object, "kid", jwk->kid);
    if (jwk->use != JWK_USE_ANY)
        json_put_str(object, "use", str_from_cstr(uses[jwk->use]));
    json_put_str(object, "alg", jwk->alg);
    if (jwk->kty != JOSE_KTY_RSA)
        json_put_str(object, "crv", str_from_cstr(curves[jwk->kty]));
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (str_present(numbers[i].bytes))
            json_put_str(object, numbers[i].name,
                base64url_encode(arena, numbers[i].bytes.ptr, numbers[i].bytes.len));
    return object;
}

/* The members in the order of the alphabet, without white space. */
str_t jwk_thumbprint(arena_t *arena, const struct jwk *jwk)
{
    str_t x = base64url_encode(arena, jwk->x.ptr, jwk->x.len);
    str_t text = STR_NONE;
    switch (jwk->kty) {
    case JOSE_KTY_RSA: {
        str_t n = base64url_encode(arena, jwk->n.ptr, jwk->n.len);
        str_t e = base64url_encode(arena, jwk->e.ptr, jwk->e.len);
        text = arena_printf(
            arena, "{\"e\":\"%.*s\",\"kty\":\"RSA\",\"n\":\"%.*s\"}", STR_ARG(e), STR_ARG(n));
        break;
    }
    case JOSE_KTY_EC: {
        str_t y = base64url_encode(arena, jwk->y.ptr, jwk->y.len);
        text =
            arena_printf(arena, "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%.*s\",\"y\":\"%.*s\"}",
                STR_ARG(x), STR_ARG(y));
        break;
    }
    case JOSE_KTY_OKP:
        text =
            arena_printf(arena, "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%.*s\"}", STR_ARG(x));
        break;
    }
    return digest_token(arena, text);
}
