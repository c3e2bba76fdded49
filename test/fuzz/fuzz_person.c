/* links: tessera_account tessera_base */
/* A line of an import: what is read as a person is written and read back as the same. */
#include "account/person.h"
#include "base/json_read.h"

#include <stdlib.h>

enum { ARENA_MAX = 16 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct oauth_subject person = {.roles = STR(""), .groups = STR("")}, again = person;
    json_auto_t *object =
        json_read_object((str_t){(const char *)data, size}, ACCOUNT_PERSON_BYTES_MAX);
    str_t hash, hash_again;

    if (object == NULL || account_person_read(arena, object, &person, &hash) != NULL)
        return 0;
    json_auto_t *first = account_person_write(&person, hash);
    if (account_person_read(arena, first, &again, &hash_again) != NULL)
        abort();
    json_auto_t *second = account_person_write(&again, hash_again);
    if (!json_equal(first, second))
        abort();
    return 0;
}
