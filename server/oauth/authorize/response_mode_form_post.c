#include "oauth/authorize/response.h"

/* OAuth 2.0 Form Post Response Mode, section 2: the page that is shown posts the fields. */
static void deliver(arena_t *arena, str_t redirect_uri, struct authorize_response *response)
{
    (void)arena;
    response->action = redirect_uri;
}

const struct authorize_response_mode response_mode_form_post = {"form_post", deliver};
