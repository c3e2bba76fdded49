#include "config/locate.h"

/* A place in well-formed JSON. Names matter at the first two depths only. */
struct reader {
    str_t json;
    size_t at;
    int line;
    int depth;
    str_t section; /* the last name at depth 1 */
};

/* The string that begins at `at`, without its quotation marks, escapes left as they are. */
static str_t read_string(struct reader *reader)
{
    size_t start = ++reader->at;
    while (reader->at < reader->json.len && reader->json.ptr[reader->at] != '"')
        reader->at += reader->json.ptr[reader->at] == '\\' ? 2 : 1;
    size_t end = reader->at < reader->json.len ? reader->at : reader->json.len;
    return str_first(str_from(reader->json, start), end - start);
}

static bool is_name(const struct reader *reader)
{
    str_t rest = str_from(reader->json, reader->at + 1);
    while (rest.len > 0 && (rest.ptr[0] == ' ' || rest.ptr[0] == '\t' || rest.ptr[0] == '\n' ||
                               rest.ptr[0] == '\r'))
        rest = str_from(rest, 1);
    return rest.len > 0 && rest.ptr[0] == ':';
}

static bool names(const struct reader *reader, str_t name, str_t key)
{
    if (reader->depth == 1)
        return str_eq(name, key);
    size_t n = reader->section.len;
    return reader->depth == 2 && key.len > n && str_eq(str_first(key, n), reader->section) &&
           key.ptr[n] == '.' && str_eq(str_from(key, n + 1), name);
}

int locate_line(str_t json, str_t key)
{
    struct reader reader = {.json = json, .line = 1, .section = STR("")};
    for (; reader.at < json.len; reader.at++) {
        char c = json.ptr[reader.at];
        if (c == '\n') {
            reader.line++;
        } else if (c == '{' || c == '[') {
            reader.depth++;
        } else if (c == '}' || c == ']') {
            reader.depth--;
        } else if (c == '"') {
            str_t text = read_string(&reader);
            if (!is_name(&reader))
                continue;
            if (names(&reader, text, key))
                return reader.line;
            if (reader.depth == 1)
                reader.section = text;
        }
    }
    return 0;
}
