#include "http/incoming.h"

#include "http/head.h"

#include <string.h>

void *incoming_new(struct MHD_Connection *connection, const char *uri)
{
    struct connection_info_struct *info = ulfius_uri_logger(NULL, uri);
    void *context = info;

    if (info == NULL)
        return NULL;
    struct incoming *incoming = o_malloc(sizeof *incoming);
    if (incoming == NULL) {
        mhd_request_completed(NULL, connection, &context, MHD_REQUEST_TERMINATED_WITH_ERROR);
        return NULL;
    }
    *incoming = (struct incoming){*info->request, connection, uri};
    o_free(info->request);
    info->request = &incoming->ulfius;
    return info;
}

void incoming_free(void **context)
{
    const struct connection_info_struct *info = *context;

    if (info == NULL)
        return;
    if (info->request != NULL && info->request->binary_body_length > 0)
        explicit_bzero(info->request->binary_body, info->request->binary_body_length);
    mhd_request_completed(NULL, NULL, context, MHD_REQUEST_TERMINATED_COMPLETED_OK);
    *context = NULL;
}

const struct incoming *incoming_of(const struct _u_request *request)
{
    return (const struct incoming *)(const void *)request;
}

str_t incoming_target(const struct incoming *incoming)
{
    return str_from_cstr(incoming->ulfius.http_url);
}

size_t incoming_head_bytes(const struct incoming *incoming)
{
    return MHD_get_connection_info(incoming->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
        ->header_size;
}

/* Headers as they came, in their order; Ulfius's own map joins what is repeated. */
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

/* White space around a value is no part of it (RFC 9110, section 5.5). The library compares codings
 * with theirs, so that "chunked " is none to it: that value stays as it is, and is refused. */
static void trim(struct collected *collected)
{
    for (size_t i = 0; i < collected->n; i++)
        if (!str_eq_ci(collected->fields[i].name, STR("transfer-encoding")))
            collected->fields[i].value = str_trim(collected->fields[i].value);
}

static bool is_exact(const struct incoming *incoming, const struct collected *collected)
{
    return collected->n > INCOMING_MAX_FIELDS || /* not all of them are here; refused for that */
           http_head_is_exact(&(struct http_head){
               .method = str_from_cstr(incoming->ulfius.http_verb),
               .target = incoming->target_at,
               .target_len = incoming_target(incoming).len,
               .version = str_from_cstr(incoming->ulfius.http_protocol),
               .fields = collected->fields,
               .fields_n = collected->n,
               .size = incoming_head_bytes(incoming),
           });
}

static void fill(struct http_request *request, const struct _u_request *ulfius,
    const struct collected *collected)
{
    request->method_name = str_from_cstr(ulfius->http_verb);
    request->method = http_method_of(request->method_name);
    request->version = str_from_cstr(ulfius->http_protocol);
    request->fields = collected->fields;
    request->fields_n = collected->n;
    request->host = http_header(request, "host");
    request->content_type = http_header(request, "content-type");
    request->user_agent = http_header(request, "user-agent");
    request->body = ulfius->binary_body_length > 0
                        ? (str_t){ulfius->binary_body, ulfius->binary_body_length}
                        : STR("");
}

bool incoming_read(const struct incoming *incoming, struct http_exchange *x)
{
    struct collected *collected = ARENA_NEW(x->arena, struct collected);

    MHD_get_connection_values_n(incoming->connection, MHD_HEADER_KIND, collect, collected);
    bool exact = is_exact(incoming, collected);
    trim(collected);
    fill(&x->request, &incoming->ulfius, collected);
    return exact;
}

int64_t incoming_length(const struct http_request *request)
{
    int64_t bytes = 0;

    if (str_present(http_header(request, "transfer-encoding")))
        return -1;
    str_to_int64(http_header(request, "content-length"), &bytes);
    return bytes;
}
