#include "http/endpoint/account/api.h"

#include "authn/entry.h"
#include "authn/form_token.h"
#include "base/form.h"
#include "base/json_read.h"
#include "http/cookies.h"
#include "http/csrf.h"
#include "http/endpoint/flow_start.h"
#include "http/form_guard.h"
#include "http/router.h"
#include "http/view.h"

#include <string.h>

static const char PURPOSE[] = "account";

static json_t *error_document(const char *error, const char *message, const char *key)
{
    json_t *document = json_object();

    json_object_set_new(document, "error", json_string(error));
    json_object_set_new(document, "message", json_string(message));
    if (key != NULL)
        json_object_set_new(document, "key", json_string(key));
    return document;
}

void account_api_reply(struct account_call *call, int status, json_t *document)
{
    http_reply_body(call->x, status, "application/json", json_write(call->x->arena, document));
    json_decref(document);
}

void account_api_reply_list(struct account_call *call, json_t *items, str_t next)
{
    json_t *list = json_object();

    json_object_set_new(list, "items", items);
    json_put_str_or_null(list, "next", next);
    account_api_reply(call, 200, list);
}

void account_api_refuse(
    struct account_call *call, int status, const char *error, const char *message, const char *key)
{
    account_api_reply(call, status, error_document(error, message, key));
}

void account_api_refuse_act(
    struct account_call *call, enum account_refusal refusal, const char *key)
{
    const struct account_refusal_text *text = account_refusal_text(refusal);

    if (text->kind == ACCOUNT_KIND_NOT_FOUND)
        account_api_refuse(call, 404, "not_found", text->message, NULL);
    else
        account_api_refuse(call, 422, text->code, text->message, key);
}

/* With the way to a sign-in that comes back to the account's pages (authn/entry.h). */
static void refuse_until_sign_in(struct account_call *call, int status, const char *error,
    const char *message, const char *query)
{
    json_t *document = error_document(error, message, NULL);

    json_put_str(document, "url", view_url(call->x, "/ui/sign-in", str_from_cstr(query)));
    account_api_reply(call, status, document);
}

void account_api_refuse_stale(struct account_call *call)
{
    refuse_until_sign_in(call, 403, "reauthentication_required",
        "This needs a sign-in of the last five minutes", "to=account&fresh=1");
}

int64_t account_api_fresh_until(const struct account_call *call)
{
    return call->session->auth_time + AUTHN_ENTRY_FRESH_S;
}

str_t account_api_token(struct account_call *call)
{
    return form_guard_token(call->x, &call->authn, PURPOSE, call->session->id);
}

static bool has_token(struct account_call *call)
{
    return authn_form_token_matches(&call->authn, PURPOSE, call->session->id,
        http_cookie(call->x, "browser"), http_header(&call->x->request, "x-tessera-csrf"));
}

/* A person that is gone or disabled has no session; the row is read anew all the same. */
static result_t find_person(struct account_call *call)
{
    const struct account_store *store = call->account.store;

    call->person = NULL;
    TRY(flow_session(call->x, &call->authn, &call->session));
    if (call->session == NULL)
        return OK;
    return store->user_find(store->self, call->x->arena, call->session->user_id, &call->person);
}

static result_t judge(struct account_call *call, bool *good_out)
{
    *good_out = false;
    if (!http_is_same_origin(&call->x->request, call->x->site)) {
        account_api_refuse(call, 403, "cross_site", "This request came from another site", NULL);
        return OK;
    }
    TRY(find_person(call));
    if (call->person == NULL)
        refuse_until_sign_in(call, 401, "sign_in_required", "Nobody is signed in", "to=account");
    else if (call->x->request.method != HTTP_GET && !has_token(call))
        account_api_refuse(call, 403, "csrf_invalid",
            "The header X-Tessera-CSRF must hold the token of GET /me", NULL);
    else
        *good_out = true;
    return OK;
}

result_t account_api_serve(struct http_exchange *x, const struct account_act *acts, size_t n)
{
    struct account_call call = {
        .x = x, .account = http_account_context(x), .authn = http_authn_context(x)};
    size_t i = 0;
    bool good;

    while (i < n && acts[i].method != x->request.method)
        i++;
    if (i == n)
        return result_fail(RESULT_FAILED, "a route names a method that its resource has not");
    TRY(judge(&call, &good));
    return good ? acts[i].act(&call) : OK;
}

static void refuse_member(struct account_call *call, const char *message, const char *name)
{
    account_api_refuse(call, 400, "invalid_request", message, name);
}

static const struct account_member *member_of(
    const struct account_member *members, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(members[i].name, name) == 0)
            return &members[i];
    return NULL;
}

static bool check_members(
    struct account_call *call, json_t *body, const struct account_member *members, size_t n)
{
    const char *name;
    json_t *value;

    json_object_foreach(body, name, value)
    {
        const struct account_member *member = member_of(members, n, name);
        if (member == NULL) {
            refuse_member(call, "There is no such member", name);
            return false;
        }
        if (!json_is_string(value) && !(member->nullable && json_is_null(value))) {
            refuse_member(call, "The member must be a text", name);
            return false;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (members[i].required && json_object_get(body, members[i].name) == NULL) {
            refuse_member(call, "The member is required", members[i].name);
            return false;
        }
    }
    return true;
}

json_t *account_api_read(struct account_call *call, const struct account_member *members, size_t n)
{
    json_t *body = json_read_object(call->x->request.body, call->x->route->body_max);

    if (body == NULL) {
        refuse_member(call, "The body must be one JSON object", NULL);
        return NULL;
    }
    if (check_members(call, body, members, n))
        return body;
    json_decref(body);
    return NULL;
}

static bool read_limit(const struct form *query, size_t *limit_out)
{
    str_t text = form_get(query, "limit");
    int64_t limit = ACCOUNT_API_PAGE;

    if (str_present(text) &&
        (!str_to_int64(text, &limit) || limit < 1 || limit > ACCOUNT_API_PAGE_MAX))
        return false;
    *limit_out = (size_t)limit;
    return true;
}

bool account_api_read_page(struct account_call *call, struct account_page *page_out)
{
    const char *problem = NULL;
    struct form query;

    if (form_parse(call->x->arena, call->x->request.query, &query) != FORM_OK ||
        form_repeats(&query, STR("")))
        problem = "The query cannot be read";
    else if (form_count(&query, "after") + form_count(&query, "limit") != query.n)
        problem = "The query has a parameter that there is not";
    else if (!read_limit(&query, &page_out->limit))
        problem = "limit must be a number from 1 to 100";
    if (problem == NULL) {
        page_out->after = form_get(&query, "after");
        return true;
    }
    refuse_member(call, problem, NULL);
    return false;
}

/* Escaping does not make "javascript:" harmless: only https is an address to go to. */
json_t *account_api_client(const struct oauth_client *client)
{
    bool has_page = str_starts_with(client->client_uri, STR("https://"));
    json_t *object = json_object();

    json_put_str(object, "client_id", client->id);
    json_put_str(object, "name", client->name);
    json_put_str_or_null(object, "uri", has_page ? client->client_uri : STR_NONE);
    return object;
}
