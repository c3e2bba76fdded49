#include "jose/roca.h"

enum { GENERATOR = 65537 };

/* Both primes are powers of 65537 modulo each of these, and so is their product (Nemec and others,
 * The Return of Coppersmith's Attack, section 2.1). */
static const unsigned char primes[] = {3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59,
    61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163,
    167};

static unsigned remainder_of(str_t number, unsigned divisor)
{
    unsigned remainder = 0;
    for (size_t i = 0; i < number.len; i++)
        remainder = (remainder << 8 | (unsigned char)number.ptr[i]) % divisor;
    return remainder;
}

static bool is_power_of_generator(unsigned number, unsigned prime)
{
    unsigned power = 1;
    do {
        if (power == number)
            return true;
        power = power * (GENERATOR % prime) % prime;
    } while (power != 1);
    return false;
}

bool roca_marks(str_t modulus)
{
    for (size_t i = 0; i < sizeof primes / sizeof primes[0]; i++)
        if (!is_power_of_generator(remainder_of(modulus, primes[i]), primes[i]))
            return false;
    return true;
}
