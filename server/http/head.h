/* Whether a request's head means to us what it means to everybody else. libmicrohttpd 0.9.75 reads
 * more than HTTP allows: it takes a bare LF for a line end, a line that begins with NUL for the end
 * of the head, cuts a value at NUL, skips spaces in the request line, and glues a folded line to
 * the NAME of the header before it ("Conte: 5", " nt-Length" is Content-Length: 5). A proxy that
 * reads such a head in another way sees another request behind it (RFC 9112, section 11.2).
 *
 * All that it hands out lies in the buffer in which the head arrived. So the parts are measured: in
 * a head by the grammar each begins where the one before it ended. Any gap is something that was
 * swallowed. What cannot be told is what the line's two last bytes and the head's four were,
 * since NULs stand there by then: NUL LF passes for CR LF, "\n:\r\n" for the end. Pure; any thread.
 */
#ifndef TESSERA_HTTP_HEAD_H
#define TESSERA_HTTP_HEAD_H

#include "http/exchange.h"

/* As it was handed out. `target`, and names and values of fields, point into the buffer; method and
 * version may be copies: theirs must be the bytes around the target. */
struct http_head {
    str_t method;
    const char *target;
    size_t target_len; /* as it came, before it was unescaped in place */
    str_t version;
    const struct http_field *fields; /* in their order; a name is one by RFC 9110, section 5.1 */
    size_t fields_n;
    size_t size; /* from the method to the end of the empty line */
};

/* Every line ends in CRLF, and nothing stands between the parts but what RFC 9112, sections 3 and
 * 5, puts there. */
bool http_head_is_exact(const struct http_head *head);

#endif
