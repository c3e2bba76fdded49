#include "base/embed.h"

str_t embed_find(const struct embed_file *table, str_t name)
{
    for (; table->name != NULL; table++)
        if (str_eq(str_from_cstr(table->name), name))
            return (str_t){table->data, table->size};
    return STR_NONE;
}
