#include "http/gate.h"

/* Headers that mean one thing only; two of them are an attack or a fault. */
static const char *const single[] = {"host", "content-length", "transfer-encoding", "content-type",
    "authorization", "cookie", "origin", "sec-fetch-site", "dpop"};

static bool is_host_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
}

static bool is_host(str_t host)
{
    for (size_t i = 0; i < host.len; i++)
        if (!is_host_char(host.ptr[i]))
            return false;
    return host.len > 0 && host.len <= 255;
}

static bool is_framed_once(const struct http_request *request)
{
    str_t length = http_header(request, "content-length");
    str_t coding = http_header(request, "transfer-encoding");
    int64_t bytes;

    if (str_present(length) && (str_present(coding) || !str_to_int64(length, &bytes)))
        return false;
    return !str_present(coding) || str_eq_ci(coding, STR("chunked"));
}

const char *http_gate(const struct http_request *request)
{
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
        if (http_header_count(request, single[i]) > 1)
            return "A header that may come once came twice.";
    if (!is_host(request->host))
        return "The Host header is missing or malformed.";
    if (!is_framed_once(request))
        return "The length of the body is not clear.";
    return NULL;
}
