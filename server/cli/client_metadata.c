#include "cli/client_metadata.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/json_read.h"
#include "cli/output.h"

enum { METADATA_BYTES_MAX = 65536 };

static enum cli_exit read_metadata(struct cli *cli, str_t path, json_t **metadata_out)
{
    str_t text;
    const char *why = file_read(cli->arena, path.ptr, METADATA_BYTES_MAX, &text);
    if (why != NULL)
        return cli_fail(cli, CLI_USAGE, STR("metadata-file"), "%.*s %s", STR_ARG(path), why);
    *metadata_out = json_read_object(text, METADATA_BYTES_MAX);
    if (*metadata_out == NULL)
        return cli_fail(cli, CLI_USAGE, STR("metadata-file"),
            "%.*s is not one JSON object without repeated members", STR_ARG(path));
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
        enum cli_exit read = read_metadata(cli, options->metadata_file, &metadata);
        if (read != CLI_DONE)
            return read;
    } else {
        metadata = json_object();
    }
    json_put_str(metadata, "client_name", options->name);
    put_array(metadata, "redirect_uris", options->redirect_uris);
    put_array(metadata, "post_logout_redirect_uris", options->post_logout_redirect_uris);
    put_array(metadata, "grant_types", options->grants);
    json_put_str(metadata, "token_endpoint_auth_method", options->auth_method);
    put_words(cli, metadata, "scope", options->scopes);
    put_flag(metadata, "require_pkce", options->require_pkce);
    put_flag(metadata, "require_consent", options->require_consent);
    *metadata_out = metadata;
    return CLI_DONE;
}
