/* Hosted pages: templates made at build (webapp/), filled with a view for each answer. What a view
 * holds is webapp/src/views.ts. Loaded once; immutable; any thread.
 */
#ifndef TESSERA_HTTP_PAGES_H
#define TESSERA_HTTP_PAGES_H

#include "base/embed.h"
#include "http/exchange.h"
#include "http/static.h"

#include <jansson.h>

struct pages;

/* All borrowed for the pages' life. */
struct pages_options {
    const struct embed_file
        *files;       /* ENTRY/PAGE.LANG.html, assets/...; pages have names of their own */
    bool development; /* a banner on every page says so */
    str_t name;       /* branding; texts may be empty, never absent */
    str_t accent_color;
    str_t terms_url;
    str_t privacy_url;
};

/* RESULT_CORRUPT if a template is broken. Lives in the arena. */
MUST_USE result_t pages_load(
    arena_t *arena, const struct pages_options *options, const struct pages **pages_out);

/* "en de fr es ar" */
str_t pages_languages(const struct pages *pages);

/* The files below assets/. */
const struct http_static *pages_assets(const struct pages *pages);

/* The operator's colour as a style sheet; empty if none is set. */
str_t pages_branding_style(const struct pages *pages, arena_t *arena);

/* The language that a view would be in. */
str_t pages_language(struct http_exchange *x, str_t ui_locales);

/* A new view of `page` in the person's language, with what every view has: the switch on our pages,
 * which stays in a cookie; else `ui_locales` (of the authorization request; absent: the request at
 * hand is asked); else what the browser prefers; else English. Own. */
json_t *pages_view(
    struct http_exchange *x, const struct pages *pages, const char *page, str_t ui_locales);

/* Replies with the page that the view names, or with the view where the client prefers JSON; takes
 * `view`. `form_target` is the source expression of where forms and their redirects lead besides
 * ourselves; absent: nowhere else. */
void pages_reply(struct http_exchange *x, const struct pages *pages, int status, json_t *view,
    str_t form_target);

/* Where the browser goes next: 303, or {"location"} where the client prefers JSON. */
void pages_go(struct http_exchange *x, str_t location);

#endif
