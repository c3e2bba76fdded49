/* links: tessera_http_wire */
/* A request target and the form in its query: what is taken apart can be put together again. */
#include "base/form.h"
#include "http/target.h"

#include <stdlib.h>

enum { ARENA_MAX = 16 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_form(arena_t *arena, str_t query)
{
    struct form form, again;

    if (form_parse(arena, query, &form) != FORM_OK)
        return;
    if (form_parse(arena, form_write(arena, &form), &again) != FORM_OK || again.n != form.n)
        abort();
    for (size_t i = 0; i < form.n; i++)
        if (!str_eq(form.fields[i].name, again.fields[i].name) ||
            !str_eq(form.fields[i].value, again.fields[i].value))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t text = {(const char *)data, size};
    struct http_target target;

    if (!http_target_split(text, &target))
        return 0;
    size_t len = target.path.len + (str_present(target.query) ? 1 + target.query.len : 0);
    if (!str_starts_with(target.path, STR("/")) ||
        (str_starts_with(text, STR("/")) && len != text.len) ||
        str_present(target.authority) == str_starts_with(text, STR("/")))
        abort();
    read_form(arena, target.query);
    return 0;
}
