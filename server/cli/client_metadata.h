/* From options of `client add` and `client update` to client metadata (RFC 7591 names). */
#ifndef TESSERA_CLI_CLIENT_METADATA_H
#define TESSERA_CLI_CLIENT_METADATA_H

#include "cli/command.h"

#include <jansson.h>

struct client_options {
    str_t type, enabled; /* of add, of update */
    str_t name, auth_method, require_pkce, require_consent, metadata_file, jwks_file, jwks_uri;
    str_t backchannel_logout_uri;
    str_array_t redirect_uris, post_logout_redirect_uris, grants, scopes;
};

/* The members of --metadata-file, and above them those of the options. CLI_DONE, and own; or what
 * was said about the file. */
enum cli_exit cli_client_metadata(
    struct cli *cli, const struct client_options *options, json_t **metadata_out);

#endif
