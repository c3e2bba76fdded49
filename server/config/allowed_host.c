#include "config/allowed_host.h"

#include "base/host.h"

static bool read_port(str_t text, uint16_t *port_out)
{
    int64_t port;

    if (text.len > 5 || !str_to_int64(text, &port) || port < 1 || port > UINT16_MAX)
        return false;
    *port_out = (uint16_t)port;
    return true;
}

/* "[V6]" or "[V6]:PORT". */
static bool parse_v6(str_t text, struct allowed_host *host)
{
    str_t rest = str_from(text, 1), address;

    if (!str_next(&rest, ']', &address) || !str_present(rest) || !str_contains_char(address, ':') ||
        str_contains_char(address, '/') || !address_range_parse(address, &host->range))
        return false;
    return rest.len == 0 || (rest.ptr[0] == ':' && read_port(str_from(rest, 1), &host->port));
}

static bool parse_name_or_v4(str_t text, struct allowed_host *host)
{
    str_t rest = text, name;

    str_next(&rest, ':', &name);
    if (str_present(rest) && !read_port(rest, &host->port))
        return false;
    switch (host_kind(name)) {
    case HOST_INVALID:
        return false;
    case HOST_NAME:
        host->name = name;
        return true;
    case HOST_IPV4:
        return address_range_parse(name, &host->range);
    }
    return false;
}

bool allowed_host_parse(str_t text, struct allowed_host *host_out)
{
    *host_out = (struct allowed_host){0};
    if (str_contains_char(text, '/'))
        return address_range_parse(text, &host_out->range);
    return str_starts_with(text, STR("[")) ? parse_v6(text, host_out)
                                           : parse_name_or_v4(text, host_out);
}

bool allowed_host_opens(
    const struct allowed_host *allowed, str_t host, uint16_t port, const struct sockaddr *address)
{
    if (allowed->port != 0 && allowed->port != port)
        return false;
    return str_present(allowed->name) ? str_eq_ci(allowed->name, host)
                                      : address_range_has(&allowed->range, address);
}
