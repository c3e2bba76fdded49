#include "jose/number.h"

#include <string.h>

void number_init(mpz_t number, str_t bytes)
{
    nettle_mpz_init_set_str_256_u(number, bytes.len, (const uint8_t *)bytes.ptr);
}

str_t number_bytes(arena_t *arena, const mpz_t number, size_t size)
{
    uint8_t *bytes = arena_alloc(arena, size);
    nettle_mpz_get_str_256(size, bytes, number);
    return (str_t){(const char *)bytes, size};
}

void number_clear(mpz_t number)
{
    size_t limbs = mpz_size(number);
    if (limbs > 0)
        explicit_bzero(mpz_limbs_modify(number, (mp_size_t)limbs), limbs * sizeof(mp_limb_t));
    mpz_clear(number);
}
