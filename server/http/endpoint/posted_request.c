#include "http/endpoint/posted_request.h"

#include "http/query.h"
#include "http/view.h"
#include "oauth/stored_request.h"

static const char REFERENCE[] = "posted";

static bool parse(struct http_exchange *x, str_t text, struct form *form_out)
{
    enum form_status status = form_parse(x->arena, text, form_out);

    if (status != FORM_OK)
        view_reply_error(x, 400, "invalid_request", form_status_text(status), STR_NONE);
    return status == FORM_OK;
}

result_t posted_request_fetch(
    struct http_exchange *x, struct oauth_context *ctx, struct form *form_out, bool *ready_out)
{
    str_t reference = http_query(x, REFERENCE);
    str_t request = x->request.query;

    *ready_out = false;
    if (str_present(reference))
        TRY(stored_request_find(ctx, reference, &request));
    if (str_present(reference) && !str_present(request)) {
        view_reply_error(x, 400, "expired", NULL, STR_NONE);
        return OK;
    }
    *ready_out = parse(x, request, form_out);
    return OK;
}

result_t posted_request_read(
    struct http_exchange *x, struct oauth_context *ctx, struct form *form_out, bool *ready_out)
{
    if (x->request.method != HTTP_POST)
        return posted_request_fetch(x, ctx, form_out, ready_out);
    *ready_out = view_read_body(x, form_out);
    return OK;
}

result_t posted_request_come_back(
    struct http_exchange *x, struct oauth_context *ctx, const char *path, const struct form *form)
{
    str_t reference;

    TRY(stored_request_keep(ctx, form_write(x->arena, form), &reference));
    http_reply_redirect(x, 303,
        view_url(x, path, arena_printf(x->arena, "%s=%.*s", REFERENCE, STR_ARG(reference))));
    return OK;
}
