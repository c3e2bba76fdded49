#include "authn/acr.h"

#include <stddef.h>

static const char *const names[] = {
    [AUTHN_ACR_NONE] = NULL,
    [AUTHN_ACR_1FA] = "urn:tessera:acr:1fa",
    [AUTHN_ACR_2FA] = "urn:tessera:acr:2fa",
    [AUTHN_ACR_PHR] = "urn:tessera:acr:phr",
};

/* The password alone is one factor. */
const char *const authn_acrs_reachable[] = {"urn:tessera:acr:1fa", NULL};

enum authn_acr authn_acr_of(str_t amr)
{
    if (amr.len == 0)
        return AUTHN_ACR_NONE;
    if (str_list_has(amr, STR("hwk")) || str_list_has(amr, STR("swk")))
        return AUTHN_ACR_PHR;
    return str_list_has(amr, STR("mfa")) ? AUTHN_ACR_2FA : AUTHN_ACR_1FA;
}

const char *authn_acr_name(enum authn_acr acr)
{
    return names[acr];
}

enum authn_acr authn_acr_from_name(str_t name)
{
    for (enum authn_acr acr = AUTHN_ACR_1FA; acr <= AUTHN_ACR_PHR; acr++) {
        if (str_eq(name, str_from_cstr(names[acr])))
            return acr;
    }
    return AUTHN_ACR_NONE;
}

enum authn_acr authn_acr_wanted(str_t acr_values)
{
    enum authn_acr wanted = AUTHN_ACR_NONE;
    str_t word;

    while (str_next(&acr_values, ' ', &word)) {
        enum authn_acr acr = authn_acr_from_name(word);

        if (acr != AUTHN_ACR_NONE && (wanted == AUTHN_ACR_NONE || acr < wanted))
            wanted = acr;
    }
    return wanted;
}

str_t authn_acr_reported(str_t reached, str_t acr_values)
{
    for (enum authn_acr acr = authn_acr_from_name(reached); acr > AUTHN_ACR_NONE; acr--) {
        if (str_list_has(acr_values, str_from_cstr(names[acr])))
            return str_from_cstr(names[acr]);
    }
    return reached;
}
