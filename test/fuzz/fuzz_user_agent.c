/* links: tessera_account tessera_base */
#include "account/user_agent.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    account_user_agent_read((str_t){(const char *)data, size});
    return 0;
}
