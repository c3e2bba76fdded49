#include "notify/mail_address.h"

#include "base/host.h"

#include <idn2.h>

bool mail_address(arena_t *arena, const struct mailbox *mailbox, str_t *address_out)
{
    char *ascii = NULL;

    if (idn2_to_ascii_8z(arena_cstr(arena, mailbox->domain), &ascii,
            IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK)
        return false;
    str_t domain = arena_str(arena, str_from_cstr(ascii));
    idn2_free(ascii);
    if (host_kind(domain) != HOST_NAME)
        return false;
    *address_out = arena_printf(arena, "%.*s@%.*s", STR_ARG(mailbox->local), STR_ARG(domain));
    return true;
}
