#include "account/connections.h"
#include "base/json_read.h"
#include "http/endpoint/account/api.h"
#include "http/endpoint/endpoints.h"
#include "http/router.h"
#include "oauth/registry.h"

static void put_time_or_null(json_t *object, const char *name, int64_t time)
{
    if (time > 0)
        json_put_time(object, name, time);
    else
        json_object_set_new(object, name, json_null());
}

/* Each word once, with the operator's description of what is not standard. */
static json_t *scopes_of(arena_t *arena, const struct scope_catalogue *catalogue, str_t words)
{
    str_t rest = scope_union(arena, words, STR(""));
    json_t *scopes = json_array();
    str_t word;

    while (str_next(&rest, ' ', &word)) {
        if (word.len == 0)
            continue;
        const struct oauth_scope_record *known = scope_find(catalogue, word);
        json_t *scope = json_object();
        json_put_str(scope, "name", word);
        json_put_str_or_null(scope, "description",
            known != NULL && known->description.len > 0 ? known->description : STR_NONE);
        json_array_append_new(scopes, scope);
    }
    return scopes;
}

/* *item_out NULL: the application went meanwhile. */
static result_t item(struct account_call *call, const struct scope_catalogue *catalogue,
    const struct account_connection *connection, json_t **item_out)
{
    struct oauth_context oauth = http_oauth_context(call->x);
    const struct oauth_client *client;

    *item_out = NULL;
    TRY(oauth_client_find(&oauth, connection->client_id, &client));
    if (client == NULL)
        return OK;
    *item_out = json_object();
    json_object_set_new(*item_out, "client", account_api_client(client));
    json_object_set_new(
        *item_out, "scopes", scopes_of(call->x->arena, catalogue, connection->scope));
    json_put_time(*item_out, "since", connection->since);
    put_time_or_null(*item_out, "last_used_at", connection->last_used_at);
    json_object_set_new(*item_out, "active", json_boolean(connection->last_used_at > 0));
    return OK;
}

static result_t add_items(struct account_call *call, const struct account_connection *connections,
    size_t n, json_t *items)
{
    struct oauth_context oauth = http_oauth_context(call->x);
    struct scope_catalogue catalogue;
    json_t *one;

    TRY(scope_catalogue_load(&oauth, &catalogue));
    for (size_t i = 0; i < n; i++) {
        TRY(item(call, &catalogue, &connections[i], &one));
        if (one != NULL)
            json_array_append_new(items, one);
    }
    return OK;
}

static result_t list(struct account_call *call)
{
    const struct account_connection *connections;
    struct account_page page;
    bool more;
    size_t n;

    if (!account_api_read_page(call, &page))
        return OK;
    TRY(account_connections_list(&call->account, call->person->id, &page, &connections, &n, &more));
    json_auto_t *items = json_array();
    TRY(add_items(call, connections, n, items));
    account_api_reply_list(
        call, json_incref(items), more ? connections[n - 1].client_id : STR_NONE);
    return OK;
}

static result_t revoke(struct account_call *call)
{
    enum account_refusal refusal;

    TRY(account_connection_end(
        &call->account, call->person->id, http_route_rest(call->x), &refusal));
    if (refusal == ACCOUNT_DONE)
        http_reply_empty(call->x, 204);
    else
        account_api_refuse_act(call, refusal, NULL);
    return OK;
}

result_t endpoint_account_grants(struct http_exchange *x)
{
    static const struct account_act acts[] = {{HTTP_GET, list}};

    return account_api_serve(x, acts, sizeof acts / sizeof acts[0]);
}

result_t endpoint_account_grant(struct http_exchange *x)
{
    static const struct account_act acts[] = {{HTTP_DELETE, revoke}};

    return account_api_serve(x, acts, sizeof acts / sizeof acts[0]);
}
