/* One POST to the operator's own gateway over libcurl: the address is a setting, so it may be
 * anywhere, but the bounds are those of foreign addresses. Any thread; blocks for HTTP_POST_MS at
 * most.
 */
#ifndef TESSERA_NOTIFY_HTTP_POST_H
#define TESSERA_NOTIFY_HTTP_POST_H

#include "base/arena.h"

enum { HTTP_POST_MS = 3000, HTTP_POST_BODY_MAX = 64 * 1024 };

struct http_post {
    const char *url; /* https, or http to a loopback host: the settings' check */
    const char *content_type;
    str_t body;
    const char *header;   /* "Name: value", one line; NULL: none more */
    const char *user;     /* Basic; NULL: none */
    const char *password; /* with the user */
};

struct http_post_answer {
    const char *failure; /* static; NULL: there is an answer */
    int status;
    str_t body;
};

/* No redirects, no proxy, TLS 1.2 and above with a good certificate. */
void http_post(arena_t *arena, const struct http_post *post, struct http_post_answer *answer_out);

#endif
