/* The token in the forms of our pages, bound to the secret in the browser's cookie
 * (authn/form_token.h). One exchange, one thread.
 */
#ifndef TESSERA_HTTP_FORM_GUARD_H
#define TESSERA_HTTP_FORM_GUARD_H

#include "authn/context.h"
#include "base/form.h"
#include "http/exchange.h"

/* The browser's secret; one that has none gets one with this reply. */
str_t form_guard_secret(struct http_exchange *x, struct authn_context *ctx);

/* For the hidden input `csrf` of a form; `purpose` and `subject` as in authn/form_token.h. */
str_t form_guard_token(
    struct http_exchange *x, struct authn_context *ctx, const char *purpose, str_t subject);

/* Whether the posted form is one that this browser was shown. */
bool form_guard_passes(struct http_exchange *x, struct authn_context *ctx, const char *purpose,
    str_t subject, const struct form *posted);

#endif
