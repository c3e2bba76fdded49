#include "http/query.h"

#include "base/form.h"

str_t http_query(struct http_exchange *x, const char *name)
{
    struct form form;

    if (form_parse(x->arena, x->request.query, &form) != FORM_OK || form_count(&form, name) != 1)
        return STR_NONE;
    return form_get(&form, name);
}
