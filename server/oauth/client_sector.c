#include "oauth/client_sector.h"

#include "base/json_read.h"
#include "base/uri.h"

bool oauth_client_is_pairwise(const json_t *metadata)
{
    return str_eq(json_read_str(metadata, "subject_type"), STR("pairwise"));
}

static str_t host_of(arena_t *arena, str_t address)
{
    struct uri uri;

    if (!uri_parse(address, &uri) || uri.host.len == 0)
        return STR_NONE;
    return uri_host(arena, &uri);
}

str_t oauth_client_sector(arena_t *arena, const json_t *metadata)
{
    str_t named = json_read_str(metadata, "sector_identifier_uri");
    const json_t *uris = json_read_str_array(metadata, "redirect_uris");
    str_t sector = STR_NONE;

    if (str_present(named))
        return host_of(arena, named);
    for (size_t i = 0; i < json_array_size(uris); i++) {
        str_t host = host_of(arena, json_array_str(uris, i));

        if (!str_present(host) || (str_present(sector) && !str_eq(sector, host)))
            return STR_NONE;
        sector = host;
    }
    return sector;
}
