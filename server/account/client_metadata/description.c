/* What people are shown of a client. */
#include "account/client_metadata/members.h"
#include "base/unicode.h"
#include "base/uri.h"
#include "oauth/redirect_uri.h"

enum { TEXT_MAX_CHARACTERS = 200 };

const char *judge_text(enum oauth_client_type type, const json_t *value)
{
    str_t text = {json_string_value(value), json_string_length(value)};

    (void)type;
    if (str_trim(text).len == 0 || !str_is_clean_utf8(text) ||
        unicode_length(text) > TEXT_MAX_CHARACTERS)
        return "must be one line of text, of at most 200 characters";
    return NULL;
}

/* Shown to people as a link or a picture: nothing but https (RFC 7591, section 5). */
const char *judge_https(enum oauth_client_type type, const json_t *value)
{
    str_t text = {json_string_value(value), json_string_length(value)};
    struct uri uri;

    (void)type;
    if (text.len > REDIRECT_URI_MAX_LEN || !uri_parse(text, &uri) ||
        !str_eq_ci(uri.scheme, STR("https")) || uri.host.len == 0 || str_present(uri.userinfo) ||
        str_present(uri.fragment))
        return "must be an https address";
    return NULL;
}

const char *judge_contacts(enum oauth_client_type type, const json_t *value)
{
    const char *reason = client_member_strings(value, CLIENT_MAX_URIS);

    for (size_t i = 0; reason == NULL && i < json_array_size(value); i++)
        reason = judge_text(type, json_array_get(value, i));
    return reason;
}
