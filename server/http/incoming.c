#include "http/incoming.h"

#include "http/head.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM_BYTES = 1024 };

struct incoming *incoming_new(struct MHD_Connection *connection, str_t target)
{
    struct incoming *incoming = calloc(1, sizeof *incoming);
    char *copy = malloc(target.len + 1);

    if (incoming == NULL || copy == NULL) {
        free(incoming);
        free(copy);
        return NULL;
    }
    memcpy(copy, target.ptr, target.len);
    incoming->connection = connection;
    incoming->target = (str_t){copy, target.len};
    return incoming;
}

static void body_free(struct incoming *incoming)
{
    if (incoming->body != NULL)
        explicit_bzero(incoming->body, incoming->body_len);
    free(incoming->body);
}

void incoming_free(struct incoming **incoming)
{
    struct incoming *old = *incoming;

    if (old == NULL)
        return;
    body_free(old);
    arena_free(&old->arena);
    free((void *)(uintptr_t)old->target.ptr);
    free(old);
    *incoming = NULL;
}

/* Headers as they came, in their order. */
struct collected {
    struct http_field fields[INCOMING_MAX_FIELDS + 1];
    size_t n;
};

static enum MHD_Result collect(void *self, enum MHD_ValueKind kind, const char *key,
    size_t key_size, const char *value, size_t value_size)
{
    struct collected *collected = self;

    (void)kind;
    if (collected->n > INCOMING_MAX_FIELDS)
        return MHD_NO;
    collected->fields[collected->n++] =
        (struct http_field){{key, key_size}, value ? (str_t){value, value_size} : STR("")};
    return MHD_YES;
}

static size_t head_bytes(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
        ->header_size;
}

/* White space around a value is no part of it (RFC 9110, section 5.5). The library compares codings
 * with theirs, so that "chunked " is none to it: that value stays as it is, and is refused. */
static void trim(struct collected *collected)
{
    for (size_t i = 0; i < collected->n; i++)
        if (!str_eq_ci(collected->fields[i].name, STR("transfer-encoding")))
            collected->fields[i].value = str_trim(collected->fields[i].value);
}

static bool is_exact(const struct incoming *incoming, const struct incoming_head *head,
    const struct collected *collected)
{
    return collected->n > INCOMING_MAX_FIELDS || /* not all of them are here; refused for that */
           http_head_is_exact(&(struct http_head){
               .method = head->method,
               .target = head->url,
               .target_len = incoming->target.len,
               .version = head->version,
               .fields = collected->fields,
               .fields_n = collected->n,
               .size = incoming->head_bytes,
           });
}

static void fill(
    struct incoming *incoming, const struct incoming_head *head, const struct collected *collected)
{
    struct http_request *request = &incoming->x->request;

    request->method_name = arena_str(incoming->arena, str_from_cstr(head->method));
    request->method = http_method_of(request->method_name);
    request->version = str_from_cstr(head->version);
    request->fields = collected->fields;
    request->fields_n = collected->n;
    request->host = http_header(request, "host");
    request->content_type = http_header(request, "content-type");
    request->user_agent = http_header(request, "user-agent");
    request->body = STR("");
}

bool incoming_read_head(struct incoming *incoming, const struct incoming_head *head, arena_t *arena)
{
    struct collected *collected = ARENA_NEW(arena, struct collected);

    incoming->arena = arena;
    incoming->x = ARENA_NEW(arena, struct http_exchange);
    incoming->x->arena = arena;
    incoming->head_bytes = head_bytes(incoming->connection);
    MHD_get_connection_values_n(incoming->connection, MHD_HEADER_KIND, collect, collected);
    bool exact = is_exact(incoming, head, collected);
    trim(collected);
    fill(incoming, head, collected);
    return exact;
}

int64_t incoming_length(const struct incoming *incoming)
{
    int64_t bytes = 0;

    if (str_present(http_header(&incoming->x->request, "transfer-encoding")))
        return -1;
    str_to_int64(http_header(&incoming->x->request, "content-length"), &bytes);
    return bytes;
}

/* By hand, since realloc leaves a copy behind. */
static bool grow(struct incoming *incoming, size_t need)
{
    size_t room = incoming->body_room == 0 ? FIRST_ROOM_BYTES : incoming->body_room;

    while (room < need)
        room *= 2;
    char *body = malloc(room);
    if (body == NULL)
        return false;
    if (incoming->body_len > 0)
        memcpy(body, incoming->body, incoming->body_len);
    body_free(incoming);
    incoming->body = body;
    incoming->body_room = room;
    return true;
}

bool incoming_put(struct incoming *incoming, const char *bytes, size_t n)
{
    size_t need = incoming->body_len + n;

    if (n > incoming->body_max || need > incoming->body_max ||
        (need > incoming->body_room && !grow(incoming, need)))
        return false;
    memcpy(incoming->body + incoming->body_len, bytes, n);
    incoming->body_len = need;
    return true;
}
