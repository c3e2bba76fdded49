#include "http/reply.h"

#include <string.h>

enum {
    FIELD_RECORD_BYTES = 64, /* what libmicrohttpd notes about a header, or a crumb of a cookie */
    OWN_LINES_BYTES = 512,   /* status, Date, Content-Length, Connection; and what it rounds up */
};

static size_t count(str_t text, char c)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == c;
    return n;
}

/* The head stays in the connection's memory until the reply is sent, and a copy of the cookies,
 * which the library splits up for nobody. */
static size_t taken_by_request(const struct incoming *incoming, const struct http_request *request)
{
    str_t cookies = http_header(request, "cookie");
    size_t crumbs = 2 + count(cookies, ';') + count(cookies, ',');

    return incoming_head_bytes(incoming) + cookies.len +
           FIELD_RECORD_BYTES * (request->fields_n + crumbs);
}

static size_t taken_by_reply(const struct http_reply *reply)
{
    size_t bytes = OWN_LINES_BYTES;

    for (size_t i = 0; i < reply->fields_n; i++)
        bytes += reply->fields[i].name.len + reply->fields[i].value.len + 4;
    return bytes;
}

/* Without room the library would close the connection and say nothing. */
void reply_make_fit(const struct incoming *incoming, struct http_exchange *x)
{
    if (taken_by_request(incoming, &x->request) + taken_by_reply(&x->reply) <=
        INCOMING_MEMORY_BYTES)
        return;
    x->reply = (struct http_reply){0};
    http_reply_body(x, 431, "text/plain; charset=utf-8",
        STR("The request's headers leave no room for the reply's.\n"));
    http_reply_header(x, "X-Request-Id", x->request.correlation_id);
}

/* Ulfius keeps headers by name, one value a name, and looks at case where HTTP does not (RFC 9110,
 * section 5.1): the n-th Set-Cookie is spelled in a way of its own. */
static const char *spelled(arena_t *arena, str_t name, size_t n)
{
    char *spelling = arena_alloc(arena, name.len + 1);

    memcpy(spelling, name.ptr, name.len);
    for (size_t i = 0; i < name.len && n > 0; i++) {
        bool letter = (name.ptr[i] | 0x20) >= 'a' && (name.ptr[i] | 0x20) <= 'z';
        if (letter && (n & 1) != 0)
            spelling[i] ^= 0x20;
        n >>= letter;
    }
    return spelling;
}

static bool render_fields(const struct http_exchange *x, struct _u_response *response)
{
    size_t cookies = 0;

    for (size_t i = 0; i < x->reply.fields_n; i++) {
        const struct http_field *field = &x->reply.fields[i];
        size_t n = str_eq_ci(field->name, STR("Set-Cookie")) ? cookies++ : 0;
        if (field->value.len == 0)
            continue; /* the library knows no empty values */
        if (u_map_put(response->map_header, spelled(x->arena, field->name, n),
                arena_cstr(x->arena, field->value)) != U_OK)
            return false;
    }
    return true;
}

int reply_render(const struct http_exchange *x, struct _u_response *response)
{
    unsigned status = (unsigned)x->reply.status;
    str_t body = x->reply.body;

    if (!render_fields(x, response))
        return U_CALLBACK_ERROR;
    int set = body.len == 0 ? ulfius_set_empty_body_response(response, status)
                            : ulfius_set_binary_body_response(response, status, body.ptr, body.len);
    return set == U_OK ? U_CALLBACK_COMPLETE : U_CALLBACK_ERROR;
}
