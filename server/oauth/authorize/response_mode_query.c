#include "oauth/authorize/response.h"

/* RFC 6749, section 4.1.2: added to the query that the redirect URI may have. */
static void deliver(arena_t *arena, str_t redirect_uri, struct authorize_response *response)
{
    char separator = str_contains_char(redirect_uri, '?') ? '&' : '?';

    response->location = arena_printf(arena, "%.*s%c%.*s", STR_ARG(redirect_uri), separator,
        STR_ARG(authorize_fields_encode(arena, response)));
}

const struct authorize_response_mode response_mode_query = {"query", deliver};
