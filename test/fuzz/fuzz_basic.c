/* links: tessera_http_wire */
/* An Authorization header: one scheme at most, and parts only when they are whole. */
#include "http/basic.h"

#include <stdlib.h>

enum { ARENA_MAX = 16 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t header = {(const char *)data, size}, id, secret, token;
    enum http_credentials basic = http_basic_parse(arena, header, &id, &secret);
    enum http_credentials bearer = http_bearer_parse(header, &token);

    if (basic != HTTP_CREDENTIALS_NONE && bearer != HTTP_CREDENTIALS_NONE)
        abort();
    if ((basic == HTTP_CREDENTIALS_OK) != (str_present(id) && str_present(secret)))
        abort();
    if (basic == HTTP_CREDENTIALS_OK && (!str_is_clean_utf8(id) || !str_is_clean_utf8(secret)))
        abort();
    if ((bearer == HTTP_CREDENTIALS_OK) != (token.len > 0))
        abort();
    return 0;
}
