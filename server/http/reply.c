#include "http/reply.h"

#include "base/buf.h"
#include "http/tls.h"

#include <sys/socket.h>

enum {
    FIELD_RECORD_BYTES = 64, /* what libmicrohttpd notes about a header, or a crumb of a cookie */
    OWN_LINES_BYTES = 512,   /* status, Date, Content-Length, Connection; and what it rounds up */
    CUT_OFF_MAX_BYTES = 16 * 1024,
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
static size_t taken_by_request(const struct incoming *incoming)
{
    str_t cookies = http_header(&incoming->x->request, "cookie");
    size_t crumbs = 2 + count(cookies, ';') + count(cookies, ',');

    return incoming->head_bytes + cookies.len +
           FIELD_RECORD_BYTES * (incoming->x->request.fields_n + crumbs);
}

static size_t taken_by_reply(const struct http_reply *reply)
{
    size_t bytes = OWN_LINES_BYTES;

    for (size_t i = 0; i < reply->fields_n; i++)
        bytes += reply->fields[i].name.len + reply->fields[i].value.len + 4;
    return bytes;
}

/* Without room the library would close the connection and say nothing. */
static void make_fit(struct incoming *incoming)
{
    struct http_exchange *x = incoming->x;

    if (taken_by_request(incoming) + taken_by_reply(&x->reply) <= INCOMING_MEMORY_BYTES)
        return;
    x->reply = (struct http_reply){0};
    http_reply_body(x, 431, "text/plain; charset=utf-8",
        STR("The request's headers leave no room for the reply's.\n"));
    http_reply_header(x, "X-Request-Id", x->request.correlation_id);
}

static void free_arena(void *self)
{
    arena_t *arena = self;

    arena_free(&arena);
}

/* Returns NULL if the library refuses a header. The arena is the response's from here on. */
static struct MHD_Response *render(struct incoming *incoming)
{
    struct http_exchange *x = incoming->x;
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls(
        x->reply.body.len, (void *)(uintptr_t)x->reply.body.ptr, free_arena, x->arena);

    if (response == NULL)
        return NULL;
    incoming->arena = NULL;
    incoming->x = NULL;
    for (size_t i = 0; i < x->reply.fields_n; i++) {
        const struct http_field *field = &x->reply.fields[i];
        if (field->value.len == 0)
            continue; /* the library knows no empty values */
        if (MHD_add_response_header(response, arena_cstr(x->arena, field->name),
                arena_cstr(x->arena, field->value)) == MHD_YES)
            continue;
        MHD_destroy_response(response);
        return NULL;
    }
    return response;
}

enum MHD_Result reply_send(struct incoming *incoming)
{
    make_fit(incoming);
    unsigned status = (unsigned)incoming->x->reply.status;
    struct MHD_Response *response = render(incoming);
    if (response == NULL)
        return MHD_NO;
    enum MHD_Result queued = MHD_queue_response(incoming->connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

static void send_now(struct MHD_Connection *connection, str_t text)
{
    const union MHD_ConnectionInfo *session =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    const union MHD_ConnectionInfo *socket =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    ssize_t sent = 0;

    if (session != NULL && session->tls_session != NULL)
        http_tls_send(session->tls_session, text);
    else
        sent = send(socket->connect_fd, text.ptr, text.len, MSG_DONTWAIT | MSG_NOSIGNAL);
    (void)sent; /* who does not take it sees the end of the connection */
}

void reply_cut_off(struct incoming *incoming)
{
    const struct http_reply *reply = &incoming->x->reply;
    buf_t text = buf_new(incoming->arena, CUT_OFF_MAX_BYTES);

    buf_printf(&text, "HTTP/1.1 %d %s\r\nContent-Length: %zu\r\n", reply->status,
        MHD_get_reason_phrase_for((unsigned)reply->status), reply->body.len);
    for (size_t i = 0; i < reply->fields_n; i++)
        buf_printf(&text, "%.*s: %.*s\r\n", STR_ARG(reply->fields[i].name),
            STR_ARG(reply->fields[i].value));
    buf_printf(&text, "\r\n%.*s", STR_ARG(reply->body));
    if (!text.overflowed)
        send_now(incoming->connection, buf_str(&text));
}
