#include "cli/client_metadata.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/json_read.h"
#include "cli/output.h"

enum { METADATA_BYTES_MAX = 65536 };

static enum cli_exit read_object(
    struct cli *cli, const char *option, str_t path, json_t **object_out)
{
    str_t text;
    const char *why = file_read(cli->arena, path.ptr, METADATA_BYTES_MAX, &text);
    if (why != NULL)
        return cli_fail(cli, CLI_USAGE, str_from_cstr(option), "%.*s %s", STR_ARG(path), why);
    *object_out = json_read_object(text, METADATA_BYTES_MAX);
    if (*object_out == NULL)
        return cli_fail(cli, CLI_USAGE, str_from_cstr(option),
            "%.*s is not one JSON object without repeated members", STR_ARG(path));
    return CLI_DONE;
}

/* A JWK Set, or one key, which becomes a set. The keys are in one place: naming one takes the other
 * away. */
static enum cli_exit put_keys(
    struct cli *cli, json_t *metadata, const struct client_options *options)
{
    json_t *keys = NULL;
    if (str_present(options->jwks_file) && str_present(options->jwks_uri))
        return cli_fail(
            cli, CLI_USAGE, STR("jwks-uri"), "--jwks-file and --jwks-uri exclude each other");
    if (str_present(options->jwks_uri)) {
        json_put_str(metadata, "jwks_uri", options->jwks_uri);
        json_object_set_new(metadata, "jwks", json_null());
    }
    if (!str_present(options->jwks_file))
        return CLI_DONE;
    enum cli_exit read = read_object(cli, "jwks-file", options->jwks_file, &keys);
    if (read != CLI_DONE)
        return read;
    bool single = json_object_get(keys, "kty") != NULL;
    json_object_set_new(metadata, "jwks", single ? json_pack("{s:[o]}", "keys", keys) : keys);
    json_object_set_new(metadata, "jwks_uri", json_null());
    return CLI_DONE;
}

static void put_array(json_t *metadata, const char *name, str_array_t list)
{
    if (list.n == 0)
        return;
    json_t *array = json_array();
    for (size_t i = 0; i < list.n; i++)
        json_array_append_new(array, json_stringn(list.items[i].ptr, list.items[i].len));
    json_object_set_new(metadata, name, array);
}

static void put_words(struct cli *cli, json_t *metadata, const char *name, str_array_t list)
{
    buf_t words = buf_new(cli->arena, METADATA_BYTES_MAX);
    for (size_t i = 0; i < list.n; i++) {
        if (i > 0)
            buf_put_char(&words, ' ');
        buf_put(&words, list.items[i]);
    }
    if (list.n > 0)
        json_put_str(metadata, name, buf_str(&words));
}

static void put_flag(json_t *metadata, const char *name, str_t value)
{
    if (str_present(value))
        json_object_set_new(metadata, name, json_boolean(str_eq(value, STR("true"))));
}

enum cli_exit cli_client_metadata(
    struct cli *cli, const struct client_options *options, json_t **metadata_out)
{
    json_t *metadata = NULL;
    *metadata_out = NULL;
    if (str_present(options->metadata_file)) {
        enum cli_exit read = read_object(cli, "metadata-file", options->metadata_file, &metadata);
        if (read != CLI_DONE)
            return read;
    } else {
        metadata = json_object();
    }
    json_put_str(metadata, "client_name", options->name);
    put_array(metadata, "redirect_uris", options->redirect_uris);
    put_array(metadata, "post_logout_redirect_uris", options->post_logout_redirect_uris);
    json_put_str(metadata, "backchannel_logout_uri", options->backchannel_logout_uri);
    put_array(metadata, "grant_types", options->grants);
    json_put_str(metadata, "token_endpoint_auth_method", options->auth_method);
    put_words(cli, metadata, "scope", options->scopes);
    put_flag(metadata, "require_pkce", options->require_pkce);
    put_flag(metadata, "require_consent", options->require_consent);
    enum cli_exit put = put_keys(cli, metadata, options);
    if (put == CLI_DONE)
        *metadata_out = metadata;
    else
        json_decref(metadata);
    return put;
}
