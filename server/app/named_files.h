/* What stands in the files that settings name, where config/ cannot know: judged before anything is
 * opened, so that the mistakes of a configuration come all at once. Blocks on the disk.
 */
#ifndef TESSERA_APP_NAMED_FILES_H
#define TESSERA_APP_NAMED_FILES_H

#include "config/config.h"

/* Adds what is wrong with the sealing key, the certificate and the operator's letters. */
void named_files_judge(const struct config *config, struct config_problems *problems);

#endif
