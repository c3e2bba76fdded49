#include "http/gate.h"

/* Headers that mean one thing only; two of them are an attack or a fault. */
static const char *const single[] = {"host", "content-length", "transfer-encoding", "content-type",
    "authorization", "cookie", "origin", "sec-fetch-site", "dpop", "expect"};

static bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           str_contains_char(STR("!#$%&'*+-.^_`|~"), c);
}

/* RFC 9110, section 5.6.2. A space before the colon makes another header of it for libmicrohttpd,
 * and the same one for others. */
static bool is_token(str_t text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_token_char(text.ptr[i]))
            return false;
    return text.len > 0;
}

/* RFC 9110, section 5.5: a lone CR ends a line for some. */
static bool is_value(str_t text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

static bool are_well_formed(const struct http_request *request)
{
    for (size_t i = 0; i < request->fields_n; i++)
        if (!is_token(request->fields[i].name) || !is_value(request->fields[i].value))
            return false;
    return true;
}

static bool are_single(const struct http_request *request)
{
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
        if (http_header_count(request, single[i]) > 1)
            return false;
    return true;
}

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

/* HTTP/1.0 knows no codings, and a proxy of that age would pass one on unread. */
static bool is_framed_once(const struct http_request *request)
{
    str_t length = http_header(request, "content-length");
    str_t coding = http_header(request, "transfer-encoding");
    int64_t bytes;

    if (str_present(length) && (str_present(coding) || !str_to_int64(length, &bytes)))
        return false;
    return !str_present(coding) ||
           (str_eq_ci(coding, STR("chunked")) && !str_eq(request->version, STR("HTTP/1.0")));
}

static bool is_expected(const struct http_request *request)
{
    str_t expect = http_header(request, "expect");

    return !str_present(expect) || str_eq_ci(expect, STR("100-continue"));
}

struct http_refusal http_gate(const struct http_request *request)
{
    if (!are_well_formed(request))
        return (struct http_refusal){400, "A header is malformed."};
    if (!are_single(request))
        return (struct http_refusal){400, "A header that may come once came twice."};
    if (!is_host(request->host))
        return (struct http_refusal){400, "The Host header is missing or malformed."};
    if (!is_framed_once(request))
        return (struct http_refusal){400, "The length of the body is not clear."};
    if (!is_expected(request))
        return (struct http_refusal){417, "The expectation cannot be met."};
    return (struct http_refusal){0};
}
