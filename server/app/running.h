/* A server from its start to its end by a signal; what dev and serve have in common. */
#ifndef TESSERA_APP_RUNNING_H
#define TESSERA_APP_RUNNING_H

#include "app/node.h"
#include "cli/command.h"

/* Loads `cli->sources` for serving. NULL: the problems were told, and *exit_out is the code. Own.
 */
struct config *running_load(struct cli *cli, enum cli_exit *exit_out);

/* Sets the log up as configured, blocks the signals, and starts. */
enum cli_exit running_start(
    struct cli *cli, const struct node_options *options, struct node **node_out);

/* Until SIGTERM or SIGINT; SIGHUP loads `cli->sources` again for the log level, and the
 * certificate and the operator's letters.
 */
void running_wait(struct cli *cli, const struct config *config, struct node *node);

/* A link for the first administrator while there is none; else absent. */
MUST_USE result_t running_setup_link(struct node *node, arena_t *arena, str_t *url_out);

#endif
