#include "http/security_headers.h"

static void preset(struct http_exchange *x, const char *name, str_t value)
{
    if (!str_present(http_reply_header_get(x, name)))
        http_reply_header(x, name, value);
}

void http_security_headers(struct http_exchange *x)
{
    preset(x, "Cache-Control", STR("no-store"));
    preset(x, "Content-Security-Policy",
        STR("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
    preset(x, "Referrer-Policy", STR("no-referrer"));
    http_reply_header(x, "X-Content-Type-Options", STR("nosniff"));
    preset(x, "X-Frame-Options", STR("DENY")); /* browsers without frame-ancestors */
    if (x->site == NULL || !x->site->secure)
        return;
    /* RFC 6797. A loopback name belongs to many programs: there a promise for all ports is taken
     * back, not given. */
    http_reply_header(x, "Strict-Transport-Security",
        x->site->loopback ? STR("max-age=0") : STR("max-age=31536000"));
}
