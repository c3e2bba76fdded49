/* links: tessera_base */
/* Forms and queries: bounded and clean, and what passes can be written and read again. */
#include "base/form.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 1 << 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(const struct form *form)
{
    if (form->n > FORM_MAX_FIELDS)
        abort();
    for (size_t i = 0; i < form->n; i++)
        if (!str_is_text_utf8(form->fields[i].name) || !str_is_text_utf8(form->fields[i].value))
            abort();
}

static bool same(const struct form *a, const struct form *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!str_eq(a->fields[i].name, b->fields[i].name) ||
            !str_eq(a->fields[i].value, b->fields[i].value))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct form form, again;
    if (form_parse(arena, arena_bytes(arena, data, size), &form) != FORM_OK) {
        if (form.n != 0)
            abort();
        return 0;
    }
    judge(&form);
    if (form_parse(arena, form_write(arena, &form), &again) != FORM_OK || !same(&form, &again))
        abort();
    return 0;
}
