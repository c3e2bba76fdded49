#include "authn/email.h"

#include "base/unicode.h"

#include <idn2.h>
#include <string.h>

/* What a hostile form may hold before anything is computed from it; NFKC makes text longer. */
enum { TYPED_MAX_BYTES = 1024 };

/* atext of RFC 5322 3.2.3, which RFC 6531 3.3 widens by letters beyond ASCII. */
static bool is_atext(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    return (unsigned char)c >= 0x80 || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool local_part_valid(str_t local)
{
    char before = '.';

    if (local.len == 0 || local.len > AUTHN_EMAIL_LOCAL_MAX_BYTES || !unicode_is_name_text(local))
        return false;
    for (size_t i = 0; i < local.len; i++) {
        char c = local.ptr[i];

        if (c == '.' ? before == '.' : !is_atext(c))
            return false;
        before = c;
    }
    return before != '.';
}

static bool label_valid(str_t label)
{
    for (size_t i = 0; i < label.len; i++) {
        char c = label.ptr[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return label.len > 0;
}

/* Two labels or more: a bare host name is nobody's mail domain, and "a@b" is a slip. A last label
 * of digits would be an address (RFC 3696, section 2). */
static bool host_name_valid(str_t ascii)
{
    str_t rest = ascii;
    str_t label = STR("");
    size_t labels = 0;
    int64_t number = 0;

    while (str_next(&rest, '.', &label)) {
        if (!label_valid(label))
            return false;
        labels++;
    }
    return labels >= 2 && !str_to_int64(label, &number);
}

/* The characters are judged by host_name_valid alone: libidn2's IDN2_USE_STD3_ASCII_RULES takes
 * spaces and '_' out of a name in silence, which makes two domains one. */
static bool domain_to_ascii(arena_t *arena, str_t domain, str_t *ascii_out)
{
    char *ascii = NULL;

    if (domain.len == 0 || memchr(domain.ptr, '\0', domain.len) != NULL)
        return false;
    int rc =
        idn2_to_ascii_8z(arena_cstr(arena, domain), &ascii, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
    if (rc != IDN2_OK)
        return false;
    *ascii_out = arena_str(arena, str_from_cstr(ascii));
    idn2_free(ascii);
    return host_name_valid(*ascii_out);
}

bool authn_email_canonical(arena_t *arena, str_t email, str_t *canonical_out)
{
    str_t folded;
    str_t domain;

    email = str_trim(email);
    if (email.len == 0 || email.len > TYPED_MAX_BYTES || !unicode_fold(arena, email, &folded))
        return false;
    folded = str_trim(folded); /* a full-width space has become one */
    str_t rest = folded;
    str_t local;
    /* After folding, since a full-width '@' is one: exactly one stands in an unquoted address. */
    if (!str_next(&rest, '@', &local) || !str_present(rest) || str_contains_char(rest, '@'))
        return false;
    if (!local_part_valid(local) || !domain_to_ascii(arena, rest, &domain))
        return false;
    if (local.len + 1 + domain.len > AUTHN_EMAIL_MAX_BYTES)
        return false;
    *canonical_out = arena_printf(arena, "%.*s@%.*s", STR_ARG(local), STR_ARG(domain));
    return true;
}
