/* What the cryptography of one request costs by itself, in CPU microseconds, as JSON: keys are
 * imported once, as Tessera does.
 *
 *   bench_crypto ARGON2_KIB ARGON2_PASSES
 */
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
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

    printf("{");
    measure("es256_sign", sign, &es256, 4000);
    measure("es256_verify", verify, &es256, 2000);
    measure("rs256_sign", sign, &rs256, 400);
    measure("rs256_verify", verify, &rs256, 2000);
    measure("eddsa_sign", sign, &eddsa, 4000);
    measure("argon2id", hash_password, &argon2, 20);
    printf("}\n");
    return 0;
}
