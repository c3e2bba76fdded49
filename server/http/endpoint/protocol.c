#include "http/endpoint/protocol.h"

#include "base/json_read.h"
#include "http/basic.h"

static bool parse(struct http_exchange *x, str_t text, struct form *form_out)
{
    enum form_status status = form_parse(x->arena, text, form_out);

    if (status == FORM_OK)
        return true;
    protocol_reply_error(x, oauth_refuse(OAUTH_INVALID_REQUEST, form_status_text(status)));
    return false;
}

static bool is_form(str_t content_type)
{
    str_t type;

    return str_next(&content_type, ';', &type) &&
           str_eq_ci(str_trim(type), STR("application/x-www-form-urlencoded"));
}

bool protocol_read_body(struct http_exchange *x, struct form *form_out)
{
    if (is_form(x->request.content_type))
        return parse(x, x->request.body, form_out);
    protocol_reply_error(x,
        oauth_refuse(OAUTH_INVALID_REQUEST, "the body must be application/x-www-form-urlencoded"));
    return false;
}

bool protocol_read_query(struct http_exchange *x, struct form *form_out)
{
    return parse(x, x->request.query, form_out);
}

struct oauth_presented protocol_presented(struct http_exchange *x, const struct form *form)
{
    struct oauth_presented presented = {.form = form};

    switch (http_basic_parse(x->arena, http_header(&x->request, "authorization"),
        &presented.basic_id, &presented.basic_secret)) {
    case HTTP_CREDENTIALS_NONE:
        break;
    case HTTP_CREDENTIALS_MALFORMED:
        presented.basic_malformed = true;
        presented.basic = true;
        break;
    case HTTP_CREDENTIALS_OK:
        presented.basic = true;
        break;
    }
    return presented;
}

void protocol_reply_json(struct http_exchange *x, int status, json_t *document)
{
    http_reply_body(x, status, "application/json", json_write(x->arena, document));
    json_decref(document);
    http_reply_header(x, "Cache-Control", STR("no-store"));
}

void protocol_reply_answer(
    struct http_exchange *x, const struct oauth_answer *answer, const char *jwt_type)
{
    if (answer->document) {
        protocol_reply_json(x, 200, answer->document);
        return;
    }
    http_reply_body(x, 200, jwt_type, answer->token);
    http_reply_header(x, "Cache-Control", STR("no-store"));
}

static json_t *error_document(struct oauth_error error)
{
    json_t *document = json_object();

    json_object_set_new(document, "error", json_string(oauth_error_name(error.code)));
    if (error.description)
        json_object_set_new(document, "error_description", json_string(error.description));
    return document;
}

void protocol_reply_error(struct http_exchange *x, struct oauth_error error)
{
    int status = oauth_error_status(error.code);

    protocol_reply_json(x, status, error_document(error));
    if (status == 401 && str_present(http_header(&x->request, "authorization")))
        http_reply_header(x, "WWW-Authenticate", STR("Basic realm=\"tessera\", charset=\"UTF-8\""));
}

void protocol_reply_bearer_error(struct http_exchange *x, struct oauth_error error)
{
    if (!oauth_failed(error)) {
        http_reply_body(x, 401, "text/plain; charset=utf-8", STR("an access token is required\n"));
        http_reply_header(x, "WWW-Authenticate", STR("Bearer realm=\"tessera\""));
        http_reply_header(x, "Cache-Control", STR("no-store"));
        return;
    }
    protocol_reply_json(x, oauth_error_status(error.code), error_document(error));
    http_reply_header(x, "WWW-Authenticate",
        arena_printf(x->arena, "Bearer realm=\"tessera\", error=\"%s\", error_description=\"%s\"%s",
            oauth_error_name(error.code), error.description,
            error.code == OAUTH_INSUFFICIENT_SCOPE ? ", scope=\"openid\"" : ""));
}
