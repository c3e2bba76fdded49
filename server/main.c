/* The program: the command line over the composition in app/. */
#include "app/dev.h"
#include "app/gateway_test.h"
#include "app/named_files.h"
#include "app/serve.h"
#include "app/verbs.h"
#include "cli/cli.h"
#include "crypto/random.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv)
{
    static const struct cli_command *const commands[] = {
        &dev_command, &serve_command, &mail_test_command, &sms_test_command, NULL};
    struct verbs verbs = {0};
    struct cli_host host = {
        .version = TESSERA_VERSION,
        .commands = commands,
        .judge = named_files_judge,
        .environment = (const char *const *)environ,
        .in = stdin,
        .out = stdout,
        .err = stderr,
    };

    /* Files that we make are the owner's unless they say otherwise. */
    umask(077);
    log_open(LOG_FORMAT_TEXT, LOG_LEVEL_ERROR);
    if (!result_ok(crypto_init())) {
        fputs("The cryptographic library cannot be started.\n", stderr);
        return CLI_INTERNAL;
    }
    verbs_offer(&verbs, &host);
    return cli_main(&host, argc, (const char *const *)argv);
}
