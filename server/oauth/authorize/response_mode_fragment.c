#include "oauth/authorize/response.h"

/* Multiple Response Type Encoding Practices, section 2.1; registered URIs have no fragment. */
static void deliver(arena_t *arena, str_t redirect_uri, struct authorize_response *response)
{
    response->location = arena_printf(arena, "%.*s#%.*s", STR_ARG(redirect_uri),
        STR_ARG(authorize_fields_encode(arena, response)));
}

const struct authorize_response_mode response_mode_fragment = {"fragment", deliver};
