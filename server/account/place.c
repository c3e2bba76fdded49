#include "account/place.h"

#include <inttypes.h>

enum { ID_MAX = 64 };

str_t account_place_write(arena_t *arena, const struct account_place *place)
{
    return arena_printf(arena, "%" PRId64 ".%.*s", place->at, STR_ARG(place->id));
}

bool account_place_read(str_t text, struct account_place *place_out)
{
    str_t at;

    place_out->id = text;
    return str_next(&place_out->id, '.', &at) && str_to_int64(at, &place_out->at) &&
           place_out->id.len > 0 && place_out->id.len <= ID_MAX && str_is_clean_utf8(place_out->id);
}
