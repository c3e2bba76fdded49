/* links: tessera_http_wire */
/* A Cookie header: what is found is a part of it, made of cookie octets only. */
#include "http/cookies.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str_t header = {(const char *)data, size};
    str_t value = http_cookie_find(header, STR("__Host-sid"));

    if (!str_present(value))
        return 0;
    if (value.ptr < header.ptr || value.ptr + value.len > header.ptr + header.len)
        abort();
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] <= 0x20 || value.ptr[i] >= 0x7F || value.ptr[i] == ';')
            abort();
    return 0;
}
