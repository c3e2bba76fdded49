/* What the pages' endpoints say with: addresses, forms, and the page for what cannot go on. One
 * exchange, one thread.
 */
#ifndef TESSERA_HTTP_VIEW_H
#define TESSERA_HTTP_VIEW_H

#include "base/form.h"
#include "http/exchange.h"
#include "oauth/client.h"
#include "oauth/ports.h"

#include <jansson.h>

/* The issuer's path and `path` ("/ui/sign-in"), with `?query` unless that is absent or empty. */
str_t view_url(struct http_exchange *x, const char *path, str_t query);

/* The page's own address, for the language switch: `path?query&ui_locales=`. */
void view_put_language_url(struct http_exchange *x, json_t *view, const char *path, str_t query);

void view_put_error(json_t *view, const char *code);

/* `wait`: {"total_s", "seconds" or "minutes"} */
void view_put_wait(json_t *object, int64_t wait_s);

/* What was typed before, unless it is nothing that belongs on a page. */
void view_put_typed(json_t *view, const char *name, str_t typed);

/* {"name", "host", "policy_url", "terms_url"}; `redirect_uri` may be absent. */
void view_put_client(
    struct http_exchange *x, json_t *view, const struct oauth_client *client, str_t redirect_uri);

/* {"email", "name"} of who is signed in. */
void view_put_account(struct http_exchange *x, json_t *view, const struct oauth_subject *person);

/* Replies with the error page. `detail` is for the application's developer and may be NULL;
 * `start_url` absent: there is no way to start again. */
void view_reply_error(
    struct http_exchange *x, int status, const char *code, const char *detail, str_t start_url);

/* For the router (http/router.h, refusal_page). */
void view_refusal(struct http_exchange *x, int status, str_t detail);

/* The text of a posted form; false when it replied with the refusal. */
bool view_read_body(struct http_exchange *x, struct form *form_out);

#endif
