#include "metrics/exposition.h"

#include <math.h>

struct exposition exposition_new(arena_t *arena)
{
    return (struct exposition){buf_new(arena, EXPOSITION_MAX_BYTES)};
}

void exposition_family(struct exposition *out, const char *name, const char *type, const char *help)
{
    buf_printf(&out->text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void exposition_sample(struct exposition *out, const char *name, const char *labels, double value)
{
    bool labelled = labels != NULL && labels[0] != '\0';

    buf_printf(&out->text, "%s%s%s%s ", name, labelled ? "{" : "", labelled ? labels : "",
        labelled ? "}" : "");
    /* Counts are whole and stay readable; the rest keeps what a double holds. */
    if (value == floor(value) && fabs(value) < 1e15)
        buf_printf(&out->text, "%.0f\n", value);
    else
        buf_printf(&out->text, "%.9g\n", value);
}

void exposition_single(
    struct exposition *out, const char *name, const char *type, const char *help, double value)
{
    exposition_family(out, name, type, help);
    exposition_sample(out, name, NULL, value);
}
