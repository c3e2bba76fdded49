#include "app/dev.h"

#include "app/dev_certificate.h"
#include "app/dev_client.h"
#include "app/dev_data.h"
#include "app/running.h"
#include "base/file.h"
#include "base/json_read.h"
#include "cli/output.h"
#include "config/address.h"
#include "config/url.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

struct dev_args {
    str_t data;
    str_t listen;
};

struct dev {
    struct cli *cli;
    const struct dev_args *args;
    struct dev_data data;
    str_t listen; /* with the port that was found */
    struct config *config;
    struct node *node;
    str_t setup_url; /* absent once there is an account */
};

enum { PRESETS_MAX = 10, PORT_TRIES = 20 };

/* Listens on `port` of one address for a moment. The port, or 0 if it is taken. */
static uint16_t probe(union address_socket address, uint16_t port)
{
    socklen_t size = address.any.sa_family == AF_INET ? sizeof address.v4 : sizeof address.v6;
    int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int one = 1;

    if (fd < 0)
        return 0;
    if (address.any.sa_family == AF_INET) {
        address.v4.sin_port = htons(port);
    } else {
        address.v6.sin6_port = htons(port);
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    }
    bool bound = bind(fd, &address.any, size) == 0 && getsockname(fd, &address.any, &size) == 0;
    close(fd);
    if (!bound)
        return 0;
    return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
}

/* The issuer names the port, so a free one must be known before anything else. 0: none was found.
 */
static uint16_t free_port(const struct address_listen *listen)
{
    for (int i = 0; i < PORT_TRIES; i++) {
        uint16_t port = probe(listen->sockets[0], 0);
        if (port != 0 && (listen->n == 1 || probe(listen->sockets[1], port) == port))
            return port;
    }
    return 0;
}

static enum cli_exit refuse_listen(struct cli *cli)
{
    return cli_fail(cli, CLI_CONFIGURATION, STR("listen"),
        "listen must be a loopback address: dev is for this machine alone (see tessera serve)");
}

static enum cli_exit choose_listen(struct dev *dev)
{
    struct cli *cli = dev->cli;
    str_t wanted = str_present(dev->args->listen) ? dev->args->listen : STR(DEV_LISTEN);
    struct address_listen listen;

    if (!address_listen_parse(wanted, &listen))
        return cli_fail(cli, CLI_CONFIGURATION, STR("listen"),
            "listen must be ADDRESS:PORT, for instance localhost:8443");
    if (!listen.loopback)
        return refuse_listen(cli);
    uint16_t port = listen.port != 0 ? listen.port : free_port(&listen);
    size_t host = wanted.len;
    while (wanted.ptr[host - 1] != ':')
        host--;
    dev->listen = arena_printf(cli->arena, "%.*s%u", (int)host, wanted.ptr, port);
    return CLI_DONE;
}

/* What the folder and the address decide; file, environment and --set stand above it. */
static void put_presets(struct dev *dev)
{
    arena_t *arena = dev->cli->arena;
    str_t *presets = ARENA_ARRAY(arena, str_t, PRESETS_MAX);
    size_t colon = dev->listen.len;
    size_t n = 0;

    while (dev->listen.ptr[colon - 1] != ':')
        colon--;
    str_t port = str_from(dev->listen, colon);
    presets[n++] = arena_printf(arena, "listen=%.*s", STR_ARG(dev->listen));
    presets[n++] = arena_printf(arena, "issuer=https://localhost:%.*s", STR_ARG(port));
    presets[n++] = arena_printf(arena, "database.url=sqlite:%.*s", STR_ARG(dev->data.database));
    presets[n++] =
        arena_printf(arena, "keys.sealing_key_file=%.*s", STR_ARG(dev->data.sealing_key));
    presets[n++] = arena_printf(arena, "tls.cert_file=%.*s", STR_ARG(dev->data.cert));
    presets[n++] = arena_printf(arena, "tls.key_file=%.*s", STR_ARG(dev->data.key));
    presets[n++] = STR("management.listen=");
    presets[n++] = STR("log.format=text");
    presets[n++] = STR("registration.mode=open");
    dev->cli->sources.presets = (str_array_t){presets, n};
}

/* --set, the environment or a file may name addresses of their own. */
static enum cli_exit refuse_foreign_listen(struct dev *dev)
{
    struct address_listen listen;

    for (size_t i = 0; i < dev->config->listen.n; i++)
        if (!address_listen_parse(dev->config->listen.items[i], &listen) || !listen.loopback)
            return refuse_listen(dev->cli);
    return CLI_DONE;
}

static enum cli_exit refuse_foreign_issuer(struct dev *dev)
{
    struct url issuer;

    if (url_parse(dev->config->issuer, &issuer) && url_is_loopback(&issuer))
        return CLI_DONE;
    return cli_fail(dev->cli, CLI_CONFIGURATION, STR("issuer"),
        "issuer must be a loopback address: dev is for this machine alone (see tessera serve)");
}

static enum cli_exit prepare(struct dev *dev)
{
    struct cli *cli = dev->cli;
    str_t dir = str_present(dev->args->data) ? dev->args->data : STR(DEV_DATA_DIR);
    enum cli_exit code = choose_listen(dev);

    if (code != CLI_DONE)
        return code;
    CLI_TRY(cli, dev_data_prepare(cli->arena, dir, &dev->data));
    struct dev_certificate_paths paths = {dev->data.ca.ptr, dev->data.cert.ptr, dev->data.key.ptr};
    CLI_TRY(cli, dev_certificate_ensure(&paths, clock_now_s(&clock_system)));
    put_presets(dev);
    dev->config = running_load(cli, &code);
    if (dev->config)
        code = refuse_foreign_listen(dev);
    return code == CLI_DONE ? refuse_foreign_issuer(dev) : code;
}

static result_t write_ready(struct dev *dev)
{
    json_auto_t *ready = json_object();

    json_put_str(ready, "issuer", dev->config->issuer);
    json_put_str(ready, "listen", dev->listen);
    json_put_int(ready, "pid", getpid());
    json_object_set_new(ready, "setup_url", json_null());
    json_put_str(ready, "setup_url", dev->setup_url);
    json_put_str(ready, "demo_client_id", STR(DEV_CLIENT_ID));
    json_put_str(ready, "ca_file", dev->data.ca);
    return file_replace(dev->data.ready.ptr, json_write(dev->cli->arena, ready), 0600);
}

static void print_box(const struct dev *dev)
{
    static const char line[] = "----------------------------------------------------------------";
    str_t issuer = dev->config->issuer;

    fprintf(dev->cli->host->out,
        "%s\n"
        "  Tessera for development\n\n"
        "  Issuer     %.*s\n"
        "  Discovery  %.*s/.well-known/openid-configuration\n"
        "  Demo page  %.*s/dev/app\n"
        "  Outbox     %.*s/dev/outbox\n"
        "  Authority  %.*s (let your browser trust it)\n",
        line, STR_ARG(issuer), STR_ARG(issuer), STR_ARG(issuer), STR_ARG(issuer),
        STR_ARG(dev->data.ca));
    if (str_present(dev->setup_url))
        fprintf(dev->cli->host->out,
            "\n  Create the first administrator (once, within an hour):\n  %.*s\n",
            STR_ARG(dev->setup_url));
    fprintf(dev->cli->host->out, "%s\n", line);
    fflush(dev->cli->host->out);
}

static enum cli_exit serve(struct dev *dev)
{
    struct cli *cli = dev->cli;
    struct account_context account = storage_account(node_storage(dev->node), cli->arena);

    CLI_TRY(cli, dev_client_seed(&account));
    CLI_TRY(cli, running_setup_link(dev->node, cli->arena, &dev->setup_url));
    CLI_TRY(cli, write_ready(dev));
    print_box(dev);
    running_wait(cli, dev->config, dev->node);
    unlink(dev->data.ready.ptr);
    return CLI_DONE;
}

static enum cli_exit run(struct cli *cli, const void *args)
{
    struct dev dev = {.cli = cli, .args = args};
    enum cli_exit code = prepare(&dev);

    if (code == CLI_DONE) {
        struct node_options options = {dev.config, true, STR(DEV_CLIENT_ID)};
        code = running_start(cli, &options, &dev.node);
    }
    if (code == CLI_DONE)
        code = serve(&dev);
    node_stop(&dev.node);
    config_free(&dev.config);
    return code;
}

static const struct cli_option options[] = {
    CLI_OPTION_TEXT(struct dev_args, data, "data", "DIR",
        "where everything is kept; made if it is not there (tessera-dev)"),
    CLI_OPTION_TEXT(struct dev_args, listen, "listen", "ADDRESS:PORT",
        "a loopback address; port 0 takes a free one (localhost:8443)"),
};

const struct cli_command dev_command = {
    .verb = "dev",
    .summary = "Run a server for development on this machine, without configuration",
    .need = CLI_NEEDS_SOURCES,
    CLI_OPTIONS(options),
    .args_size = sizeof(struct dev_args),
    .run = run,
};
