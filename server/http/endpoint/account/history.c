#include "account/history.h"

#include "account/place.h"
#include "base/json_read.h"
#include "http/endpoint/account/api.h"
#include "http/endpoint/endpoints.h"
#include "oauth/registry.h"

#include <inttypes.h>

/* Null for an act without an application, and for one that is gone. */
static result_t put_client(struct account_call *call, json_t *object, str_t client_id)
{
    struct oauth_context oauth = http_oauth_context(call->x);
    const struct oauth_client *client = NULL;

    if (str_present(client_id))
        TRY(oauth_client_find(&oauth, client_id, &client));
    json_object_set_new(
        object, "client", client != NULL ? account_api_client(client) : json_null());
    return OK;
}

static result_t add_item(
    struct account_call *call, const struct account_event *event, json_t *items)
{
    json_t *object = json_object();

    json_array_append_new(items, object);
    json_put_str(object, "id", arena_printf(call->x->arena, "%" PRId64, event->place.id));
    json_put_time(object, "at", event->place.at);
    json_put_str(object, "event", event->name);
    json_object_set_new(object, "success", json_boolean(event->success));
    json_put_str_or_null(object, "address", event->address);
    return put_client(call, object, event->client_id);
}

static str_t place_behind(arena_t *arena, const struct account_event *last)
{
    str_t id = arena_printf(arena, "%" PRId64, last->place.id);

    return account_place_write(arena, &(struct account_place){last->place.at, id});
}

static result_t show(
    struct account_call *call, const struct account_event_place *behind, size_t limit)
{
    const struct account_event *events;
    bool more;
    size_t n;

    TRY(account_history_list(&call->account, call->person->id, behind, limit, &events, &n, &more));
    json_auto_t *items = json_array();
    for (size_t i = 0; i < n; i++)
        TRY(add_item(call, &events[i], items));
    account_api_reply_list(
        call, json_incref(items), more ? place_behind(call->x->arena, &events[n - 1]) : STR_NONE);
    return OK;
}

static result_t list(struct account_call *call)
{
    struct account_event_place behind;
    struct account_place place;
    struct account_page page;

    if (!account_api_read_page(call, &page))
        return OK;
    if (!str_present(page.after))
        return show(call, NULL, page.limit);
    if (account_place_read(page.after, &place) && str_to_int64(place.id, &behind.id)) {
        behind.at = place.at;
        return show(call, &behind, page.limit);
    }
    account_api_refuse(call, 400, "invalid_request", "after is no place of this list", "after");
    return OK;
}

result_t endpoint_account_history(struct http_exchange *x)
{
    static const struct account_act acts[] = {{HTTP_GET, list}};

    return account_api_serve(x, acts, sizeof acts / sizeof acts[0]);
}
