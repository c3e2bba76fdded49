/* links: tessera_base */
/* Templates filled with hostile text: whatever the template, a value never becomes markup. */
#include "base/template.h"

#include <stdlib.h>

enum { ARENA_MAX = 1 << 26, PAGE_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static json_t *hostile_view(void)
{
    static const char text[] = "</script><img src=x onerror='a'>\"&{{b}}";
    return json_pack("{s:s, s:{s:s, s:b}, s:[s, s], s:[{s:s}, {s:i}], s:i, s:n}", "a", text, "b",
        "c", text, "d", 1, "list", text, "x", "items", "c", text, "n", 7, "n", 42, "none");
}

/* If the template has none of a character, its page has none; but the view as JSON is in quotes. */
static void judge(str_t text, str_t page)
{
    bool has_view = str_contains_char(text, '@');
    if (!str_contains_char(text, '<') && str_contains_char(page, '<'))
        abort();
    if (!str_contains_char(text, '>') && str_contains_char(page, '>'))
        abort();
    if (!has_view && !str_contains_char(text, '"') && str_contains_char(page, '"'))
        abort();
    if (!has_view && !str_contains_char(text, '\'') && str_contains_char(page, '\''))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t text = arena_bytes(arena, data, size);
    const struct template *page;
    if (!result_ok(template_parse(arena, text, &page)))
        return 0;
    json_auto_t *view = hostile_view();
    buf_t filled = buf_new(arena, PAGE_MAX);
    template_fill(page, view, &filled);
    judge(text, buf_str(&filled));
    return 0;
}
