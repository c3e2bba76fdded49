#include "oauth/params.h"

str_t oauth_param(const struct form *form, const char *name)
{
    str_t value = form_get(form, name);

    return value.len > 0 ? value : STR_NONE;
}

str_array_t oauth_param_all(arena_t *arena, const struct form *form, const char *name)
{
    str_t *items = ARENA_ARRAY(arena, str_t, form_count(form, name));
    size_t n = 0;

    for (size_t i = 0; i < form->n; i++) {
        const struct form_field *field = &form->fields[i];

        if (str_eq(field->name, str_from_cstr(name)) && field->value.len > 0)
            items[n++] = field->value;
    }
    return (str_array_t){items, n};
}

bool oauth_params_repeated(const struct form *form)
{
    return form_repeats(form, STR("resource"));
}
