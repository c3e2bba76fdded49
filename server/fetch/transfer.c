#include "fetch/transfer.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/host.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

struct transfer {
    const struct transfer_request *request;
    buf_t body;
    size_t headers;
    bool too_long;
};

static void clean_easy(CURL **easy)
{
    curl_easy_cleanup(*easy);
}

static void clean_list(struct curl_slist **list)
{
    curl_slist_free_all(*list);
}

#define AUTO_EASY __attribute__((cleanup(clean_easy))) CURL *
#define AUTO_LIST __attribute__((cleanup(clean_list))) struct curl_slist *

/* --- what libcurl calls --- */

static bool same_address(const union address_socket *a, const struct sockaddr *b)
{
    if (a->any.sa_family != b->sa_family)
        return false;
    if (b->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)b;
        return a->v4.sin_port == v4->sin_port && a->v4.sin_addr.s_addr == v4->sin_addr.s_addr;
    }
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)b;
    return a->v6.sin6_port == v6->sin6_port &&
           memcmp(&a->v6.sin6_addr, &v6->sin6_addr, sizeof v6->sin6_addr) == 0;
}

/* The second belt: whatever libcurl came to, a socket is opened to a judged address only. */
static curl_socket_t open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *wanted)
{
    const struct fetch_addresses *addresses = ((struct transfer *)self)->request->addresses;

    if (purpose != CURLSOCKTYPE_IPCXN)
        return CURL_SOCKET_BAD;
    for (size_t i = 0; i < addresses->n; i++)
        if (same_address(&addresses->items[i], &wanted->addr))
            return socket(wanted->family, wanted->socktype | SOCK_CLOEXEC, wanted->protocol);
    return CURL_SOCKET_BAD;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *self)
{
    struct transfer *transfer = self;

    buf_put(&transfer->body, (str_t){bytes, size * n});
    transfer->too_long = transfer->too_long || transfer->body.overflowed;
    return transfer->too_long ? 0 : size * n;
}

static size_t count_header(char *bytes, size_t size, size_t n, void *self)
{
    struct transfer *transfer = self;

    (void)bytes;
    transfer->headers += size * n;
    transfer->too_long = transfer->too_long || transfer->headers > FETCH_HEADERS_MAX;
    return transfer->too_long ? 0 : size * n;
}

/* --- before --- */

/* "+HOST:PORT:ADDRESS,ADDRESS": libcurl asks nobody for the name. */
static struct curl_slist *pin(arena_t *arena, const struct transfer_request *request)
{
    const struct fetch_addresses *addresses = request->addresses;
    buf_t entry = buf_new(arena, HOST_NAME_MAX + 16 + FETCH_ADDRESSES_MAX * INET6_ADDRSTRLEN);

    buf_printf(&entry, "%s:%u:", request->target->host, request->target->port);
    for (size_t i = 0; i < addresses->n; i++) {
        const union address_socket *address = &addresses->items[i];
        char text[INET6_ADDRSTRLEN];

        if (address->any.sa_family == AF_INET)
            inet_ntop(AF_INET, &address->v4.sin_addr, text, sizeof text);
        else
            inet_ntop(AF_INET6, &address->v6.sin6_addr, text, sizeof text);
        buf_printf(&entry, "%s%s", i > 0 ? "," : "", text);
    }
    return curl_slist_append(NULL, arena_cstr(arena, buf_str(&entry)));
}

/* Everything that could lead elsewhere, bring more, or send what nobody asked for is off: the
 * environment's proxies, redirects, cookies (never on), .netrc (never on), other protocols, names
 * in URLs, content codings, HTTP/2, reuse of connections. */
static bool restrict_ways(CURL *easy)
{
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOPROXY, "*") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
}

static bool require_tls(CURL *easy, const char *authorities)
{
    return curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CAINFO, authorities) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) == CURLE_OK;
}

static bool listen_to(CURL *easy, struct transfer *transfer, int64_t time_ms)
{
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, count_header) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_MAXFILESIZE, (long)FETCH_BODY_MAX) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)time_ms) == CURLE_OK;
}

static bool describe(CURL *easy, arena_t *arena, const struct transfer_request *request,
    struct curl_slist **pinned, struct curl_slist **headers)
{
    if (!request->target->is_address)
        *pinned = pin(arena, request);
    if (str_present(request->etag))
        *headers = curl_slist_append(
            NULL, arena_printf(arena, "If-None-Match: %.*s", STR_ARG(request->etag)).ptr);
    if (str_present(request->form) &&
        (curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)request->form.len) != CURLE_OK ||
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->form.ptr) != CURLE_OK))
        return false;
    return curl_easy_setopt(easy, CURLOPT_RESOLVE, *pinned) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_URL, request->target->url) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_USERAGENT, "Tessera") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTPHEADER, *headers) == CURLE_OK;
}

/* --- after --- */

static enum fetch_failure failure_of(CURLcode code, const struct transfer *transfer)
{
    if (transfer->too_long)
        return FETCH_TOO_LONG;
    switch ((int)code) { /* of some 100 codes */
    case CURLE_OK:
        return FETCH_ANSWERED;
    case CURLE_OPERATION_TIMEDOUT:
        return FETCH_TIMEOUT;
    case CURLE_COULDNT_CONNECT:
        return FETCH_NOT_CONNECTED;
    case CURLE_FILESIZE_EXCEEDED:
        return FETCH_TOO_LONG;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return FETCH_CERTIFICATE;
    case CURLE_SSL_CONNECT_ERROR:
        return FETCH_TLS;
    default:
        return FETCH_BROKEN;
    }
}

/* What came more than once is joined as a list (RFC 9110, section 5.2). */
static str_t header(CURL *easy, arena_t *arena, const char *name)
{
    buf_t joined = buf_new(arena, FETCH_HEADER_VALUE_MAX);
    struct curl_header *found = NULL;
    size_t i = 0;

    for (; curl_easy_header(easy, name, i, CURLH_HEADER, -1, &found) == CURLHE_OK; i++)
        buf_printf(&joined, "%s%s", i > 0 ? ", " : "", found->value);
    return i > 0 && !joined.overflowed && str_is_clean_utf8(buf_str(&joined)) ? buf_str(&joined)
                                                                              : STR_NONE;
}

static void read_answer(
    CURL *easy, arena_t *arena, const struct transfer *transfer, struct transfer_answer *answer_out)
{
    long status = 0;

    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    answer_out->status = (int)status;
    answer_out->content_type = header(easy, arena, "Content-Type");
    answer_out->cache_control = header(easy, arena, "Cache-Control");
    answer_out->age = header(easy, arena, "Age");
    answer_out->etag = header(easy, arena, "ETag");
    answer_out->body = buf_str(&transfer->body);
}

void transfer_run(
    arena_t *arena, const struct transfer_request *request, struct transfer_answer *answer_out)
{
    int64_t time_ms = request->deadline_ms - clock_monotonic_ms();
    struct transfer transfer = {.request = request, .body = buf_new(arena, FETCH_BODY_MAX)};
    AUTO_LIST pinned = NULL;
    AUTO_LIST headers = NULL;
    AUTO_EASY easy = curl_easy_init();

    *answer_out = (struct transfer_answer){.failure = FETCH_TIMEOUT};
    if (time_ms <= 0)
        return;
    answer_out->failure = FETCH_BROKEN;
    if (easy == NULL || !restrict_ways(easy) || !require_tls(easy, request->authorities) ||
        !listen_to(easy, &transfer, time_ms) || !describe(easy, arena, request, &pinned, &headers))
        return;
    answer_out->failure = failure_of(curl_easy_perform(easy), &transfer);
    if (answer_out->failure == FETCH_ANSWERED)
        read_answer(easy, arena, &transfer, answer_out);
}
