#include "jose/ecdh_es.h"

#include "base/buf.h"
#include "crypto/digest.h"
#include "jose/number.h"

#include <assert.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <string.h>

enum { INFO_MAX = 512 };

static bool set_point(struct ecc_point *point, str_t x, str_t y)
{
    mpz_t x_number, y_number;
    assert(x.len == ECDH_ES_BYTES && y.len == ECDH_ES_BYTES);
    number_init(x_number, x);
    number_init(y_number, y);
    bool set = ecc_point_set(point, x_number, y_number) != 0;
    number_clear(x_number);
    number_clear(y_number);
    return set;
}

bool ecdh_es_on_curve(str_t x, str_t y)
{
    struct ecc_point point;
    ecc_point_init(&point, nettle_get_secp_256r1());
    bool on_curve = set_point(&point, x, y);
    ecc_point_clear(&point);
    return on_curve;
}

/* At full length: a secret that lost its leading zeros is another one, once in 256 tokens. */
static void get_point(arena_t *arena, const struct ecc_point *point, str_t *x_out, str_t *y_out)
{
    mpz_t x, y;
    mpz_inits(x, y, NULL);
    ecc_point_get(point, x, y);
    *x_out = number_bytes(arena, x, ECDH_ES_BYTES);
    *y_out = number_bytes(arena, y, ECDH_ES_BYTES);
    number_clear(x);
    number_clear(y);
}

static void wipe(mp_limb_t *limbs, mp_size_t n)
{
    explicit_bzero(limbs, (size_t)n * sizeof *limbs);
}

static void fill(void *random, size_t len, uint8_t *out)
{
    const struct random_source *source = random;
    source->fill(source->self, out, len);
}

bool ecdh_es_agree(arena_t *arena, const struct random_source *random, str_t x, str_t y,
    struct ecdh_es_agreed *agreed_out)
{
    const struct ecc_curve *curve = nettle_get_secp_256r1();
    struct ecc_point theirs, ours, shared;
    struct ecc_scalar secret;
    str_t unused;
    ecc_point_init(&theirs, curve);
    ecc_point_init(&ours, curve);
    ecc_point_init(&shared, curve);
    ecc_scalar_init(&secret, curve);

    bool agreed = set_point(&theirs, x, y);
    if (agreed) {
        ecc_scalar_random(&secret, (void *)random, fill);
        ecc_point_mul_g(&ours, &secret);
        ecc_point_mul(&shared, &secret, &theirs);
        get_point(arena, &ours, &agreed_out->x, &agreed_out->y);
        get_point(arena, &shared, &agreed_out->z, &unused);
        wipe(secret.p, ecc_size(curve));
        wipe(shared.p, ecc_size_a(curve));
    }
    ecc_point_clear(&theirs);
    ecc_point_clear(&ours);
    ecc_point_clear(&shared);
    ecc_scalar_clear(&secret);
    return agreed;
}

/* ---- the key ---- */

static void put_number(buf_t *buf, size_t number)
{
    const char bytes[] = {(char)(number >> 24 & 0xFF), (char)(number >> 16 & 0xFF),
        (char)(number >> 8 & 0xFF), (char)(number & 0xFF)};
    buf_put(buf, (str_t){bytes, sizeof bytes});
}

/* Data behind its length in 32 bits; nothing has the length 0. */
static void put_data(buf_t *buf, str_t data)
{
    put_number(buf, data.len);
    buf_put(buf, data);
}

str_t concat_kdf(arena_t *arena, str_t z, const struct concat_kdf_info *info, size_t key_bytes)
{
    assert(key_bytes <= DIGEST_SHA256_BYTES);
    buf_t input = buf_new(arena, INFO_MAX);
    put_number(&input, 1); /* the round */
    buf_put(&input, z);
    put_data(&input, info->algorithm);
    put_data(&input, info->apu);
    put_data(&input, info->apv);
    put_number(&input, key_bytes * 8); /* SuppPubInfo */
    assert(!input.overflowed);
    uint8_t *digest = arena_alloc(arena, DIGEST_SHA256_BYTES);
    digest_sha256(buf_str(&input), digest);
    return (str_t){(const char *)digest, key_bytes};
}
