#include "http/exchange.h"

enum http_method http_method_of(str_t name)
{
    static const struct {
        str_t name;
        enum http_method method;
    } methods[] = {
        {STR_INIT("GET"), HTTP_GET},
        {STR_INIT("HEAD"), HTTP_GET},
        {STR_INIT("POST"), HTTP_POST},
        {STR_INIT("PUT"), HTTP_PUT},
        {STR_INIT("PATCH"), HTTP_PATCH},
        {STR_INIT("DELETE"), HTTP_DELETE},
        {STR_INIT("OPTIONS"), HTTP_OPTIONS},
    };

    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (str_eq(methods[i].name, name))
            return methods[i].method;
    return HTTP_OTHER;
}

str_t http_header(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->fields_n; i++)
        if (str_eq_ci(request->fields[i].name, str_from_cstr(name)))
            return request->fields[i].value;
    return STR_NONE;
}

size_t http_header_count(const struct http_request *request, const char *name)
{
    size_t n = 0;

    for (size_t i = 0; i < request->fields_n; i++)
        n += str_eq_ci(request->fields[i].name, str_from_cstr(name));
    return n;
}

static struct http_field *find(struct http_reply *reply, str_t name)
{
    for (size_t i = 0; i < reply->fields_n; i++)
        if (str_eq_ci(reply->fields[i].name, name))
            return &reply->fields[i];
    return NULL;
}

static void remove_field(struct http_reply *reply, str_t name)
{
    struct http_field *field = find(reply, name);

    if (field != NULL)
        *field = reply->fields[--reply->fields_n];
}

void http_reply_body(struct http_exchange *x, int status, const char *type, str_t body)
{
    x->reply.status = status;
    x->reply.body = body;
    if (type != NULL)
        http_reply_header(x, "Content-Type", str_from_cstr(type));
    else
        remove_field(&x->reply, STR("Content-Type"));
}

void http_reply_empty(struct http_exchange *x, int status)
{
    http_reply_body(x, status, NULL, STR(""));
}

void http_reply_redirect(struct http_exchange *x, int status, str_t location)
{
    http_reply_empty(x, status);
    http_reply_header(x, "Location", location);
}

static bool is_field_value(str_t value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

void http_reply_header(struct http_exchange *x, const char *name, str_t value)
{
    struct http_reply *reply = &x->reply;
    str_t key = str_from_cstr(name);

    if (!is_field_value(value)) {
        reply->broken = true;
        return;
    }
    struct http_field *field = str_eq_ci(key, STR("Set-Cookie")) ? NULL : find(reply, key);
    if (field != NULL && str_eq_ci(key, STR("Vary")))
        value = arena_printf(x->arena, "%.*s, %.*s", STR_ARG(field->value), STR_ARG(value));
    if (field == NULL) {
        if (reply->fields_n == HTTP_REPLY_MAX_FIELDS) {
            reply->broken = true;
            return;
        }
        field = &reply->fields[reply->fields_n++];
    }
    *field = (struct http_field){.name = key, .value = arena_str(x->arena, value)};
}

str_t http_reply_header_get(const struct http_exchange *x, const char *name)
{
    for (size_t i = 0; i < x->reply.fields_n; i++)
        if (str_eq_ci(x->reply.fields[i].name, str_from_cstr(name)))
            return x->reply.fields[i].value;
    return STR_NONE;
}
