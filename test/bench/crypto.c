/* What the cryptography of one request costs by itself, in CPU microseconds, as JSON: keys are
 * imported once, as Tessera does. What encrypts a token makes a content key for the recipient's key
 * and seals a kilobyte with it.
 *
 *   bench_crypto ARGON2_KIB ARGON2_PASSES
 */
#include <gmp.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/pss-mgf1.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char text[600] = "a header and claims of about this length";

static double cpu_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

struct key {
    gnutls_privkey_t private;
    gnutls_pubkey_t public;
    gnutls_sign_algorithm_t algorithm;
    gnutls_datum_t signature;
};

static struct key make_key(gnutls_pk_algorithm_t kind, unsigned bits, gnutls_sign_algorithm_t alg)
{
    struct key key = {.algorithm = alg};

    gnutls_privkey_init(&key.private);
    gnutls_pubkey_init(&key.public);
    if (gnutls_privkey_generate(key.private, kind, bits, 0) != 0 ||
        gnutls_pubkey_import_privkey(key.public, key.private, 0, 0) != 0)
        abort();
    return key;
}

static const gnutls_datum_t data = {(unsigned char *)(size_t)text, sizeof text};

static void sign(void *arg)
{
    struct key *key = arg;

    gnutls_free(key->signature.data);
    if (gnutls_privkey_sign_data2(key->private, key->algorithm, 0, &data, &key->signature) != 0)
        abort();
}

static void verify(void *arg)
{
    struct key *key = arg;

    if (gnutls_pubkey_verify_data2(key->public, key->algorithm, 0, &data, &key->signature) < 0)
        abort();
}

/* ---- encryption to a recipient ---- */

enum { CONTENT = 1024, CEK = 32, IV = 12, TAG = 16, RSA_BYTES = 256, RSA_EXPONENT = 65537 };

static void seal_content(const unsigned char *cek)
{
    static const unsigned char iv[IV], content[CONTENT];
    unsigned char sealed[CONTENT + TAG];
    size_t size = sizeof sealed;
    gnutls_datum_t key = {(unsigned char *)(size_t)cek, CEK};
    gnutls_aead_cipher_hd_t cipher;

    if (gnutls_aead_cipher_init(&cipher, GNUTLS_CIPHER_AES_256_GCM, &key) != 0 ||
        gnutls_aead_cipher_encrypt(
            cipher, iv, IV, text, sizeof text, TAG, content, CONTENT, sealed, &size) != 0)
        abort();
    gnutls_aead_cipher_deinit(cipher);
}

static void fill(void *arg, size_t len, uint8_t *out)
{
    (void)arg;
    randombytes_buf(out, len);
}

static void hash(size_t len, const void *bytes, unsigned char *out)
{
    struct sha256_ctx ctx;

    sha256_init(&ctx);
    sha256_update(&ctx, len, bytes);
    sha256_digest(&ctx, SHA256_DIGEST_SIZE, out);
}

/* An ephemeral key, and the agreement with the recipient's: RFC 7518, 4.6. */
static void ecdh_es(void *arg)
{
    const struct ecc_curve *curve = nettle_get_secp_256r1();
    struct ecc_point ours, shared;
    struct ecc_scalar secret;
    unsigned char cek[CEK];
    mpz_t x, y;

    ecc_scalar_init(&secret, curve);
    ecc_point_init(&ours, curve);
    ecc_point_init(&shared, curve);
    mpz_inits(x, y, NULL);
    ecc_scalar_random(&secret, NULL, fill);
    ecc_point_mul_g(&ours, &secret);
    ecc_point_mul(&shared, &secret, arg);
    ecc_point_get(&shared, x, y);
    hash(mpz_size(x) * sizeof(mp_limb_t), mpz_limbs_read(x), cek);
    seal_content(cek);
    mpz_clears(x, y, NULL);
    ecc_point_clear(&ours);
    ecc_point_clear(&shared);
    ecc_scalar_clear(&secret);
}

static void make_recipient(struct ecc_point *point)
{
    struct ecc_scalar secret;

    ecc_point_init(point, nettle_get_secp_256r1());
    ecc_scalar_init(&secret, nettle_get_secp_256r1());
    ecc_scalar_random(&secret, NULL, fill);
    ecc_point_mul_g(point, &secret);
    ecc_scalar_clear(&secret);
}

/* RFC 8017, 7.1: two masks and the public operation. */
static void rsa_oaep_256(void *arg)
{
    mpz_ptr modulus = arg;
    unsigned char cek[CEK], block[RSA_BYTES], masked[RSA_BYTES];
    struct sha256_ctx ctx;
    mpz_t number;

    randombytes_buf(cek, sizeof cek);
    randombytes_buf(block, sizeof block);
    for (int i = 0; i < 2; i++) {
        sha256_init(&ctx);
        sha256_update(&ctx, CEK, block);
        pss_mgf1(&ctx, &nettle_sha256, i == 0 ? RSA_BYTES - CEK - 1 : CEK, masked);
    }
    mpz_init(number);
    mpz_import(number, RSA_BYTES - 1, 1, 1, 1, 0, block);
    mpz_powm_ui(number, number, RSA_EXPONENT, modulus);
    seal_content(cek);
    mpz_clear(number);
}

/* What the public operation costs depends on the length of the modulus alone. */
static void make_modulus(mpz_ptr modulus)
{
    unsigned char bytes[RSA_BYTES];

    randombytes_buf(bytes, sizeof bytes);
    bytes[0] |= 0x80;
    bytes[RSA_BYTES - 1] |= 1;
    mpz_init(modulus);
    mpz_import(modulus, RSA_BYTES, 1, 1, 1, 0, bytes);
}

/* ---- passwords ---- */

struct argon2 {
    unsigned long long passes;
    size_t bytes;
};

static void hash_password(void *arg)
{
    const struct argon2 *cost = arg;
    unsigned char out[32], salt[crypto_pwhash_SALTBYTES] = {0};

    if (crypto_pwhash(out, sizeof out, "correct horse battery", 21, salt, cost->passes, cost->bytes,
            crypto_pwhash_ALG_ARGON2ID13) != 0)
        abort();
}

static void measure(const char *name, void (*work)(void *arg), void *arg, int rounds)
{
    static const char *comma = "";

    work(arg);
    double started = cpu_us();
    for (int i = 0; i < rounds; i++)
        work(arg);
    printf("%s\"%s\": %.1f", comma, name, (cpu_us() - started) / rounds);
    comma = ", ";
}

int main(int argc, char **argv)
{
    if (argc != 3 || sodium_init() < 0)
        return 2;
    struct argon2 argon2 = {strtoull(argv[2], NULL, 10), strtoul(argv[1], NULL, 10) * 1024};
    struct key es256 = make_key(GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1),
        GNUTLS_SIGN_ECDSA_SHA256);
    struct key rs256 = make_key(GNUTLS_PK_RSA, 2048, GNUTLS_SIGN_RSA_SHA256);
    struct key eddsa = make_key(GNUTLS_PK_EDDSA_ED25519,
        GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_ED25519), GNUTLS_SIGN_EDDSA_ED25519);
    struct ecc_point recipient;
    mpz_t modulus;
    make_recipient(&recipient);
    make_modulus(modulus);

    printf("{");
    measure("es256_sign", sign, &es256, 4000);
    measure("es256_verify", verify, &es256, 2000);
    measure("rs256_sign", sign, &rs256, 400);
    measure("rs256_verify", verify, &rs256, 2000);
    measure("eddsa_sign", sign, &eddsa, 4000);
    measure("ecdh_es", ecdh_es, &recipient, 2000);
    measure("rsa_oaep_256", rsa_oaep_256, modulus, 2000);
    measure("argon2id", hash_password, &argon2, 20);
    printf("}\n");
    return 0;
}
