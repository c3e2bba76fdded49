/* Cookies, strictly: of an https issuer each is named __Host-NAME, so that no sibling host and no
 * plain connection can plant one (RFC 6265bis, section 4.1.3.2). An issuer by http is loopback
 * only; there the names stand without the prefix, which a browser would refuse. */
#ifndef TESSERA_HTTP_COOKIES_H
#define TESSERA_HTTP_COOKIES_H

#include "http/exchange.h"

/* The value of our cookie; absent if it did not come, came twice with different values (somebody
 * planted one), or has characters that no cookie of ours has. Borrows the request. */
str_t http_cookie(const struct http_exchange *x, const char *name);

/* One Set-Cookie: HttpOnly, SameSite=Lax, Path=/, Secure. `max_age_s` 0: until the browser closes.
 * The value is base64url or another text of cookie octets (RFC 6265, section 4.1.1). */
void http_cookie_set(struct http_exchange *x, const char *name, str_t value, int64_t max_age_s);
void http_cookie_clear(struct http_exchange *x, const char *name);

/* Finds `name` in a Cookie header; what http_cookie does below the prefix. */
str_t http_cookie_find(str_t header, str_t name);

#endif
