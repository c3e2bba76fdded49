#include "config/checks.h"

#include "base/file.h"
#include "base/mailbox.h"
#include "config/allowed_host.h"
#include "config/url.h"

#include <dirent.h>
#include <math.h>
#include <string.h>

enum { NAME_BYTES_MAX = 64, DATABASE_PATH_MAX = 1024 };

static bool path_is_plain(str_t path)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-._~/";
    str_t rest = path, segment;
    for (size_t i = 0; i < path.len; i++)
        if (strchr(allowed, path.ptr[i]) == NULL)
            return false;
    if (path.len == 0)
        return true;
    rest = str_from(rest, 1);
    while (str_next(&rest, '/', &segment))
        if (segment.len == 0 || str_eq(segment, STR(".")) || str_eq(segment, STR("..")))
            return false;
    return true;
}

/* OpenID Connect Discovery 1.0, section 3: https, no query, no fragment. Clients compare it byte
 * for byte, so a form that a library might normalise (capitals, a default port, a slash at the end,
 * dots) is refused. */
str_t check_issuer(arena_t *arena, str_t value)
{
    struct url url;
    (void)arena;
    if (!url_parse(value, &url))
        return STR("must be a URL with a lower-case host, such as https://id.example.com");
    bool https = str_eq(url.scheme, STR("https"));
    if (!https && !str_eq(url.scheme, STR("http")))
        return STR("must begin with https://");
    if (!https && !url_is_loopback(&url))
        return STR("must begin with https://; http is for loopback hosts only");
    if (str_present(url.user))
        return STR("must not hold a user name");
    if (url.has_query || url.has_fragment)
        return STR("must have no query and no fragment");
    if (str_ends_with(url.path, STR("/")))
        return STR("must not end with a slash");
    if (!path_is_plain(url.path))
        return STR("must have a plain path: letters, digits and -._~ between single slashes");
    if (str_eq(url.port, https ? STR("443") : STR("80")))
        return STR("must not name the default port");
    return STR_NONE;
}

str_t check_https(arena_t *arena, str_t value)
{
    struct url url;
    (void)arena;
    if (!url_parse(value, &url) || !str_eq(url.scheme, STR("https")) || str_present(url.user))
        return STR("must be an https URL");
    return STR_NONE;
}

str_t check_listen(arena_t *arena, str_t value)
{
    struct address_listen listen;
    (void)arena;
    return address_listen_parse(value, &listen)
               ? STR_NONE
               : STR("must be ADDRESS:PORT, [IPV6]:PORT or localhost:PORT, such as 0.0.0.0:8443");
}

str_t check_range(arena_t *arena, str_t value)
{
    struct address_range range;
    if (!address_range_parse(value, &range))
        return STR("must be networks such as 10.0.0.0/8 or 2001:db8::/32, with no bits set past "
                   "the prefix");
    if (address_range_is_everything(&range))
        return arena_printf(arena, "must not trust every address (%.*s)", STR_ARG(value));
    return STR_NONE;
}

str_t check_allowed_host(arena_t *arena, str_t value)
{
    struct allowed_host host;
    if (!allowed_host_parse(value, &host))
        return STR("must be NAME, ADDRESS or [IPV6], each with or without :PORT, or NETWORK/BITS");
    if (!str_present(host.name) && address_range_is_everything(&host.range))
        return arena_printf(arena, "must not open every address (%.*s)", STR_ARG(value));
    return STR_NONE;
}

/* Whoever copies an example must not go live with its password. Both engines' own parsers read the
 * rest of the address: only the password of SCHEME://USER:PASSWORD@ is looked at. */
static bool has_sample_password(str_t address)
{
    static const str_t samples[] = {STR_INIT("PASSWORD"), STR_INIT("password"),
        STR_INIT("change-me"), STR_INIT("changeme"), STR_INIT("secret")};
    str_t rest = address, part, password;
    for (int slashes = 0; slashes < 2; slashes++)
        str_next(&rest, '/', &part);
    str_next(&rest, '@', &password);
    if (!str_present(rest))
        return false;
    str_next(&password, ':', &part);
    return str_array_has((str_array_t){samples, sizeof samples / sizeof samples[0]}, password);
}

str_t check_database_url(arena_t *arena, str_t value)
{
    (void)arena;
    str_t sqlite = STR("sqlite:");
    if (str_starts_with(value, sqlite))
        return value.len > sqlite.len && value.len < DATABASE_PATH_MAX
                   ? STR_NONE
                   : STR("must name a file: sqlite:PATH");
    if (!str_starts_with(value, STR("postgresql://")) &&
        !str_starts_with(value, STR("postgres://")))
        return STR("must begin with sqlite: or postgresql://");
    return has_sample_password(value) ? STR("holds a password out of an example") : STR_NONE;
}

static str_t about_file(arena_t *arena, str_t path, const char *why)
{
    return why == NULL ? STR_NONE : arena_printf(arena, "%.*s %s", STR_ARG(path), why);
}

str_t check_file(arena_t *arena, str_t value)
{
    return about_file(arena, value, file_is_readable(arena_cstr(arena, value)));
}

str_t check_private_file(arena_t *arena, str_t value)
{
    return about_file(arena, value, file_is_private(arena_cstr(arena, value)));
}

str_t check_folder(arena_t *arena, str_t value)
{
    DIR *folder = opendir(arena_cstr(arena, value));
    if (folder == NULL)
        return arena_printf(arena, "%.*s is no folder that can be read", STR_ARG(value));
    closedir(folder);
    return STR_NONE;
}

str_t check_mail_url(arena_t *arena, str_t value)
{
    struct url url;
    (void)arena;
    if (!url_parse(value, &url) ||
        (!str_eq(url.scheme, STR("smtp")) && !str_eq(url.scheme, STR("smtps"))))
        return STR("must be smtp://HOST[:PORT] or smtps://HOST[:PORT]");
    if (str_present(url.user))
        return STR("must not hold a user name: it belongs into mail.user and mail.password");
    if ((url.path.len > 0 && !str_eq(url.path, STR("/"))) || url.has_query || url.has_fragment)
        return STR("must end with the host or its port");
    return STR_NONE;
}

/* The server is told our own address without SMTPUTF8, which not every one has. */
str_t check_mailbox(arena_t *arena, str_t value)
{
    struct mailbox mailbox;
    if (!mailbox_parse(arena, value, &mailbox))
        return STR("must be ADDRESS or NAME <ADDRESS>");
    for (size_t i = 0; i < mailbox.local.len; i++)
        if ((unsigned char)mailbox.local.ptr[i] >= 0x80)
            return STR("must have plain letters before the @");
    return STR_NONE;
}

str_t check_gateway_url(arena_t *arena, str_t value)
{
    struct url url;
    (void)arena;
    if (!url_parse(value, &url) || str_present(url.user) || url.has_fragment)
        return STR("must be an https URL without a user name");
    if (!str_eq(url.scheme, STR("https")) &&
        !(str_eq(url.scheme, STR("http")) && url_is_loopback(&url)))
        return STR("must begin with https://; http is for loopback hosts only");
    return STR_NONE;
}

str_t check_sid(arena_t *arena, str_t value)
{
    (void)arena;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
            return STR("must be letters and digits");
    }
    return STR_NONE;
}

/* As it stands in a canonical address (authn/email.h). */
str_t check_domain(arena_t *arena, str_t value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '.')
            return arena_printf(
                arena, "must be a domain in lower-case ASCII (%.*s)", STR_ARG(value));
    }
    return str_contains_char(value, '.') ? STR_NONE : STR("must be a domain, such as example.com");
}

str_t check_name(arena_t *arena, str_t value)
{
    return value.len > NAME_BYTES_MAX
               ? arena_printf(arena, "must be at most %d bytes long", NAME_BYTES_MAX)
               : STR_NONE;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Relative luminance (WCAG 2.2) of "#RRGGBB"; below 0 if it is no such colour. */
static double luminance(str_t colour)
{
    static const double weights[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    if (colour.len != 7 || colour.ptr[0] != '#')
        return -1;
    for (size_t i = 0; i < 3; i++) {
        int high = hex_digit(colour.ptr[1 + 2 * i]);
        int low = hex_digit(colour.ptr[2 + 2 * i]);
        if (high < 0 || low < 0)
            return -1;
        double part = (high * 16 + low) / 255.0;
        sum += weights[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/* WCAG 2.2, 1.4.3: text needs a contrast of 4.5 to its ground. */
str_t check_accent(arena_t *arena, str_t value)
{
    double dark = luminance(value);
    if (dark < 0)
        return STR("must be a colour as #RRGGBB");
    double contrast = 1.05 / (dark + 0.05);
    if (contrast < 4.5)
        return arena_printf(
            arena, "is too light: white text on it has a contrast of %.1f, not 4.5", contrast);
    return STR_NONE;
}
