/* links: tessera_http_wire */
/* Negotiation: a language that is chosen was offered. */
#include "http/accept.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const str_t items[] = {STR_INIT("en"), STR_INIT("de"), STR_INIT("pt-BR")};
    const str_array_t offered = {items, 3};
    str_t header = {(const char *)data, size};
    str_t language = http_accept_language(header, offered);

    if (str_present(language) && !str_array_has(offered, language))
        abort();
    if (size == 0 && (http_prefers_json(header) || http_accepts_encoding(header, STR("br"))))
        abort();
    (void)http_prefers_json(header);
    (void)http_asks_for(header, STR("application/token-introspection+jwt"));
    (void)http_accepts_encoding(header, STR("br"));
    return 0;
}
