#include "http/pages.h"

#include "base/json_read.h"
#include "base/template.h"
#include "http/accept.h"
#include "http/cookies.h"
#include "http/query.h"

#include <string.h>

enum { PAGE_BYTES_MAX = 512 * 1024, LANGUAGE_COOKIE_S = 365 * 24 * 3600 };

static const str_t languages[] = {
    STR_INIT("en"), STR_INIT("de"), STR_INIT("fr"), STR_INIT("es"), STR_INIT("ar")};
static const str_array_t offered = {languages, sizeof languages / sizeof languages[0]};

struct page {
    str_t name; /* "sign-in.de" */
    const struct template *template;
};

struct pages {
    struct pages_options options;
    const struct http_static *assets;
    struct page *items;
    size_t n;
};

/* "auth/sign-in.de.html" holds "sign-in.de"; anything but a page is absent. */
static str_t page_name(const struct embed_file *file)
{
    str_t rest = str_from_cstr(file->name), name;

    if (!str_ends_with(rest, STR(".html")))
        return STR_NONE;
    rest = str_first(rest, rest.len - STR(".html").len);
    while (str_next(&rest, '/', &name))
        ;
    return name;
}

static size_t count_pages(const struct embed_file *files)
{
    size_t n = 0;

    for (const struct embed_file *file = files; file->name != NULL; file++)
        n += str_present(page_name(file));
    return n;
}

result_t pages_load(
    arena_t *arena, const struct pages_options *options, const struct pages **pages_out)
{
    struct pages *pages = ARENA_NEW(arena, struct pages);

    pages->options = *options;
    pages->items = ARENA_ARRAY(arena, struct page, count_pages(options->files));
    for (const struct embed_file *file = options->files; file->name != NULL; file++) {
        str_t name = page_name(file);
        if (!str_present(name))
            continue;
        struct page *page = &pages->items[pages->n++];
        page->name = name;
        TRY(template_parse(arena, (str_t){file->data, file->size}, &page->template));
    }
    pages->assets = http_static_open(arena, options->files);
    *pages_out = pages;
    return OK;
}

str_t pages_languages(const struct pages *pages)
{
    (void)pages;
    return STR("en de fr es ar");
}

const struct http_static *pages_assets(const struct pages *pages)
{
    return pages->assets;
}

str_t pages_branding_style(const struct pages *pages, arena_t *arena)
{
    if (pages->options.accent_color.len == 0)
        return STR("");
    return arena_printf(arena, ":root { --accent: %.*s }\n", STR_ARG(pages->options.accent_color));
}

/* ui_locales is a list in the order of preference (OpenID Connect Core, section 3.1.2.1); as an
 * Accept-Language list it is matched by the same rules. */
static str_t choose_from_locales(arena_t *arena, str_t ui_locales)
{
    buf_t list = buf_new(arena, 256);
    str_t word;

    while (str_next(&ui_locales, ' ', &word)) {
        if (word.len == 0 || str_contains_char(word, ',') || str_contains_char(word, ';'))
            continue;
        if (list.len > 0)
            buf_put_char(&list, ',');
        buf_put(&list, word);
    }
    return list.len > 0 && !list.overflowed ? http_accept_language(buf_str(&list), offered)
                                            : STR_NONE;
}

/* On a page of ours ui_locales in the address is the person's own choice, which stays; anywhere
 * else it is the wish of the application, like `ui_locales` of a stored request. */
static str_t choose_language(struct http_exchange *x, str_t ui_locales)
{
    str_t queried = choose_from_locales(x->arena, http_query(x, "ui_locales"));
    str_t kept = http_cookie(x, "lang");
    str_t asked = choose_from_locales(x->arena, ui_locales);

    if (str_present(queried) && str_starts_with(x->request.path, STR("/ui/"))) {
        http_cookie_set(x, "lang", queried, LANGUAGE_COOKIE_S);
        return queried;
    }
    if (!str_present(asked))
        asked = queried;
    if (str_present(kept) && str_array_has(offered, kept))
        return kept;
    if (!str_present(asked))
        asked = http_accept_language(http_header(&x->request, "accept-language"), offered);
    return str_present(asked) ? asked : STR("en");
}

str_t pages_language(struct http_exchange *x, str_t ui_locales)
{
    return choose_language(x, ui_locales);
}

static json_t *branding(struct http_exchange *x, const struct pages *pages)
{
    const struct pages_options *options = &pages->options;
    json_t *object = json_object();

    json_put_str(object, "name", options->name);
    if (options->accent_color.len > 0)
        json_put_str(object, "style",
            arena_printf(x->arena, "%.*s/ui/branding.css", STR_ARG(x->site->base)));
    if (options->terms_url.len > 0)
        json_put_str(object, "terms_url", options->terms_url);
    if (options->privacy_url.len > 0)
        json_put_str(object, "privacy_url", options->privacy_url);
    return object;
}

json_t *pages_view(
    struct http_exchange *x, const struct pages *pages, const char *page, str_t ui_locales)
{
    json_t *view = json_object();

    json_object_set_new(view, "page", json_string(page));
    json_put_str(view, "lang", choose_language(x, ui_locales));
    json_put_str(view, "base", x->site ? x->site->base : STR(""));
    json_object_set_new(view, "development", json_boolean(pages->options.development));
    if (x->site)
        json_object_set_new(view, "branding", branding(x, pages));
    return view;
}

static const struct template *find_template(
    arena_t *arena, const struct pages *pages, str_t page, str_t lang)
{
    str_t wanted = arena_printf(arena, "%.*s.%.*s", STR_ARG(page), STR_ARG(lang));

    for (size_t i = 0; i < pages->n; i++)
        if (str_eq(pages->items[i].name, wanted))
            return pages->items[i].template;
    return NULL;
}

/* Nothing but our own files; no frames, no other base, no markup from strings (Trusted Types).
 * Where a form leads counts along the whole chain of redirects in Chromium, so the flow's redirect
 * origin stands there too. */
static void put_policy(struct http_exchange *x, str_t form_target)
{
    http_reply_header(x, "Content-Security-Policy",
        arena_printf(x->arena,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "connect-src 'self'; form-action 'self'%s%.*s; base-uri 'none'; "
            "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            str_present(form_target) ? " " : "", STR_ARG(form_target)));
}

static void reply_json(struct http_exchange *x, int status, const json_t *document)
{
    http_reply_body(x, status, "application/json", json_write(x->arena, document));
}

void pages_reply(
    struct http_exchange *x, const struct pages *pages, int status, json_t *view, str_t form_target)
{
    json_auto_t *owned = view;
    buf_t html = buf_new(x->arena, PAGE_BYTES_MAX);
    const struct template *page =
        find_template(x->arena, pages, json_read_str(owned, "page"), json_read_str(owned, "lang"));

    http_reply_header(x, "Vary", STR("Accept, Accept-Language, Cookie"));
    if (http_prefers_json(http_header(&x->request, "accept"))) {
        reply_json(x, status, owned);
        return;
    }
    if (page)
        template_fill(page, owned, &html);
    if (!page || html.overflowed) {
        http_reply_body(x, 500, "text/plain; charset=utf-8", STR("This page cannot be shown.\n"));
        return;
    }
    http_reply_body(x, status, "text/html; charset=utf-8", buf_str(&html));
    put_policy(x, form_target);
}

void pages_go(struct http_exchange *x, str_t location)
{
    if (!http_prefers_json(http_header(&x->request, "accept"))) {
        http_reply_redirect(x, 303, location);
        return;
    }
    json_auto_t *document = json_object();
    json_put_str(document, "location", location);
    reply_json(x, 200, document);
}
