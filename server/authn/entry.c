#include "authn/entry.h"

enum { QUERY_MAX = 256 };

/* A new page of ours is a line here. */
static const struct authn_entry entries[] = {
    {.name = "account", .path = "/account"},
};

static bool is_section(str_t text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!(text.ptr[i] >= 'a' && text.ptr[i] <= 'z') && text.ptr[i] != '-')
            return false;
    return text.len > 0 && text.len <= AUTHN_ENTRY_SECTION_MAX;
}

static bool find(str_t name, struct authn_entry *entry)
{
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        if (str_eq(name, str_from_cstr(entries[i].name))) {
            *entry = entries[i];
            return true;
        }
    }
    return false;
}

bool authn_entry_parse(const struct form *query, struct authn_entry *entry_out)
{
    str_t fresh = form_get(query, "fresh");

    *entry_out = (struct authn_entry){0};
    if (form_repeats(query, STR("")) || !find(form_get(query, "to"), entry_out))
        return false;
    entry_out->section = form_get(query, "section");
    entry_out->fresh = str_present(fresh);
    if (str_present(entry_out->section) && !is_section(entry_out->section))
        return false;
    return !entry_out->fresh || str_eq(fresh, STR("1"));
}

str_t authn_entry_write(arena_t *arena, const struct authn_entry *entry)
{
    buf_t query = buf_new(arena, QUERY_MAX);

    form_put(&query, STR("to"), str_from_cstr(entry->name));
    if (str_present(entry->section))
        form_put(&query, STR("section"), entry->section);
    if (entry->fresh)
        form_put(&query, STR("fresh"), STR("1"));
    return buf_str(&query);
}

str_t authn_entry_path(arena_t *arena, const struct authn_entry *entry)
{
    bool whole = !str_present(entry->section);

    return arena_printf(arena, "%s%s%.*s", entry->path, whole ? "" : "/", STR_ARG(entry->section));
}

struct authn_demand authn_entry_demand(const struct authn_entry *entry)
{
    return (struct authn_demand){
        .scope = STR(""),
        .max_age_s = entry->fresh ? AUTHN_ENTRY_FRESH_S : AUTHN_NO_MAX_AGE,
    };
}
