#include "base/template.h"

#include "base/json_read.h"

enum { MAX_DEPTH = 16 };

enum node_kind { NODE_TEXT, NODE_SLOT, NODE_SECTION, NODE_ONCE, NODE_INVERSE, NODE_VIEW };

struct node {
    enum node_kind kind;
    str_t text;  /* the literal text, or the member's path */
    str_t words; /* of a section with '='; absent without */
    size_t end;  /* of a section: the index behind its last node */
};

struct template
{
    struct node *nodes;
    size_t n;
};

struct parser {
    struct template *page;
    size_t open[MAX_DEPTH]; /* sections not closed yet, by index */
    size_t depth;
};

static const str_t TAG_OPEN = STR_INIT("{{");
static const str_t TAG_CLOSE = STR_INIT("}}");

/* Cuts the part before `mark` off `rest`. False: there is no mark, `part_out` is all that was left.
 */
static bool cut(str_t *rest, str_t mark, str_t *part_out)
{
    for (size_t i = 0; i + mark.len <= rest->len; i++) {
        if (!str_starts_with(str_from(*rest, i), mark))
            continue;
        *part_out = str_first(*rest, i);
        *rest = str_from(*rest, i + mark.len);
        return true;
    }
    *part_out = *rest;
    *rest = str_from(*rest, rest->len);
    return false;
}

static size_t count_nodes(str_t text)
{
    size_t tags = 0;
    str_t part;
    while (cut(&text, TAG_OPEN, &part))
        tags++;
    return 2 * tags + 1; /* the text before each tag, and behind the last */
}

static bool path_valid(str_t path)
{
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
            return false;
    }
    return path.len > 0;
}

static struct node *add(struct template *page, enum node_kind kind, str_t text)
{
    struct node *node = &page->nodes[page->n++];
    *node = (struct node){.kind = kind, .text = text};
    return node;
}

static result_t open_section(struct parser *parser, enum node_kind kind, str_t tag)
{
    str_t path;
    bool has_words = cut(&tag, STR("="), &path);
    if (!path_valid(path) || (has_words && tag.len == 0))
        return result_fail(RESULT_CORRUPT, "template: malformed section");
    if (parser->depth == MAX_DEPTH)
        return result_fail(RESULT_CORRUPT, "template: nested too deep");
    parser->open[parser->depth++] = parser->page->n;
    add(parser->page, kind, path)->words = has_words ? tag : STR_NONE;
    return OK;
}

static result_t close_section(struct parser *parser, str_t path)
{
    if (parser->depth == 0)
        return result_fail(RESULT_CORRUPT, "template: section closed that is not open");
    struct node *section = &parser->page->nodes[parser->open[--parser->depth]];
    if (!str_eq(section->text, path))
        return result_fail(RESULT_CORRUPT, "template: sections overlap");
    section->end = parser->page->n;
    return OK;
}

static result_t parse_tag(struct parser *parser, str_t tag)
{
    str_t rest = str_from(tag, 1);
    switch (tag.len > 0 ? tag.ptr[0] : '\0') {
    case '#':
        return open_section(parser, NODE_SECTION, rest);
    case '?':
        return open_section(parser, NODE_ONCE, rest);
    case '^':
        return open_section(parser, NODE_INVERSE, rest);
    case '/':
        return close_section(parser, rest);
    }
    if (str_eq(tag, STR("@view")))
        add(parser->page, NODE_VIEW, STR_NONE);
    else if (path_valid(tag))
        add(parser->page, NODE_SLOT, tag);
    else
        return result_fail(RESULT_CORRUPT, "template: unknown tag");
    return OK;
}

result_t template_parse(arena_t *arena, str_t text, const struct template **template_out)
{
    struct template *page = ARENA_NEW(arena, struct template);
    page->nodes = ARENA_ARRAY(arena, struct node, count_nodes(text));
    struct parser parser = {.page = page};
    str_t part;
    while (cut(&text, TAG_OPEN, &part)) {
        if (part.len > 0)
            add(page, NODE_TEXT, part);
        str_t tag;
        if (!cut(&text, TAG_CLOSE, &tag))
            return result_fail(RESULT_CORRUPT, "template: tag without end");
        TRY(parse_tag(&parser, tag));
    }
    add(page, NODE_TEXT, part);
    if (parser.depth > 0)
        return result_fail(RESULT_CORRUPT, "template: section without end");
    *template_out = page;
    return OK;
}

static bool has_name(const struct node *node)
{
    return node->kind != NODE_TEXT && node->kind != NODE_VIEW;
}

str_t template_name(const struct template *page, size_t i)
{
    for (size_t at = 0; at < page->n; at++)
        if (has_name(&page->nodes[at]) && i-- == 0)
            return page->nodes[at].text;
    return STR_NONE;
}

bool template_names(const struct template *page, str_t path)
{
    for (size_t at = 0; at < page->n; at++)
        if (has_name(&page->nodes[at]) && str_eq(page->nodes[at].text, path))
            return true;
    return false;
}

/* NULL if there is no such member. */
static const json_t *look_up(const json_t *view, const json_t *item, str_t path)
{
    const json_t *value = view;
    if (str_starts_with(path, STR("."))) {
        value = item;
        path = str_from(path, 1);
    }
    str_t name;
    for (str_t rest = path; path.len > 0 && str_next(&rest, '.', &name);)
        value = json_object_getn(value, name.ptr, name.len);
    return value;
}

static str_t text_of(const json_t *value)
{
    return json_is_string(value) ? (str_t){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

static bool says_something(const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_TRUE:
    case JSON_OBJECT:
    case JSON_REAL:
        return true;
    case JSON_STRING:
        return json_string_length(value) > 0;
    case JSON_INTEGER:
        return json_integer_value(value) != 0;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_FALSE:
    case JSON_NULL:
        return false;
    }
    return false;
}

static bool is_one_of(str_t text, str_t words)
{
    str_t word;
    while (str_next(&words, '|', &word))
        if (str_eq(text, word))
            return true;
    return false;
}

static void put_escaped(buf_t *page, str_t text)
{
    size_t plain = 0; /* where the run of harmless bytes began */
    for (size_t i = 0; i < text.len; i++) {
        str_t entity;
        switch (text.ptr[i]) {
        case '&':
            entity = STR("&amp;");
            break;
        case '<':
            entity = STR("&lt;");
            break;
        case '>':
            entity = STR("&gt;");
            break;
        case '"':
            entity = STR("&quot;");
            break;
        case '\'':
            entity = STR("&#39;");
            break;
        default:
            continue;
        }
        buf_put(page, (str_t){text.ptr + plain, i - plain});
        buf_put(page, entity);
        plain = i + 1;
    }
    buf_put(page, str_from(text, plain));
}

void template_put_json(buf_t *buf, const json_t *value)
{
    str_t text = json_write(buf->arena, value);
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c != '<' && c != '>' && c != '&')
            continue;
        /* In JSON these stand in strings only, where an escape means the same. */
        buf_put(buf, (str_t){text.ptr + plain, i - plain});
        buf_printf(buf, "\\u%04x", (unsigned)c);
        plain = i + 1;
    }
    buf_put(buf, str_from(text, plain));
}

static void put_slot(buf_t *page, const json_t *value)
{
    if (json_is_integer(value))
        buf_printf(page, "%lld", (long long)json_integer_value(value));
    else
        put_escaped(page, text_of(value));
}

struct filling {
    const struct template *page;
    const json_t *view;
    buf_t *out;
};

static void fill(const struct filling *filling, size_t from, size_t to, const json_t *item);

static void fill_section(const struct filling *filling, size_t at, const json_t *item)
{
    const struct node *section = &filling->page->nodes[at];
    const json_t *value = look_up(filling->view, item, section->text);
    bool holds = str_present(section->words) ? is_one_of(text_of(value), section->words)
                                             : says_something(value);
    if (holds != (section->kind != NODE_INVERSE))
        return;
    if (!json_is_array(value) || section->kind != NODE_SECTION) {
        fill(filling, at + 1, section->end, item);
        return;
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        fill(filling, at + 1, section->end, json_array_get(value, i));
}

/* Recursive by section: as deep as the template, which MAX_DEPTH bounds. */
static void fill(const struct filling *filling, size_t from, size_t to, const json_t *item)
{
    for (size_t i = from; i < to; i++) {
        const struct node *node = &filling->page->nodes[i];
        switch (node->kind) {
        case NODE_TEXT:
            buf_put(filling->out, node->text);
            break;
        case NODE_SLOT:
            put_slot(filling->out, look_up(filling->view, item, node->text));
            break;
        case NODE_VIEW:
            template_put_json(filling->out, filling->view);
            break;
        case NODE_SECTION:
        case NODE_ONCE:
        case NODE_INVERSE:
            fill_section(filling, i, item);
            i = node->end - 1;
            break;
        }
    }
}

void template_fill(const struct template *page, const json_t *view, buf_t *page_out)
{
    struct filling filling = {.page = page, .view = view, .out = page_out};
    fill(&filling, 0, page->n, NULL);
}
