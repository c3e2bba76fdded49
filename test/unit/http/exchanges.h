/* Exchanges for tests: a request from a line of headers, a site by https. */
#ifndef TESSERA_TEST_UNIT_HTTP_EXCHANGES_H
#define TESSERA_TEST_UNIT_HTTP_EXCHANGES_H

#include "http/exchange.h"
#include "support/unit.h"

enum { EXCHANGE_ARENA_MAX = 4 * 1024 * 1024 };

/* "Name: value" a line; borrowed. */
static inline struct http_exchange *exchange_new(arena_t *arena, const char *lines)
{
    struct http_exchange *x = ARENA_NEW(arena, struct http_exchange);
    struct http_field *fields = ARENA_ARRAY(arena, struct http_field, 32);
    struct http_site *site = ARENA_NEW(arena, struct http_site);
    str_t rest = str_from_cstr(lines), line;

    assert_true(http_site_parse(arena, STR("https://id.example.com"), site));
    while (str_next(&rest, '\n', &line)) {
        str_t name;
        if (!str_next(&line, ':', &name) || !str_present(line))
            continue;
        fields[x->request.fields_n++] = (struct http_field){name, str_trim(line)};
    }
    x->arena = arena;
    x->site = site;
    x->request.fields = fields;
    x->request.method = HTTP_GET;
    x->request.method_name = STR("GET");
    x->request.version = STR("HTTP/1.1");
    x->request.host = http_header(&x->request, "host");
    x->request.content_type = http_header(&x->request, "content-type");
    return x;
}

#endif
