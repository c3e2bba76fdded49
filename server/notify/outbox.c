#include "notify/outbox.h"

#include "base/clock.h"
#include "base/json_read.h"
#include "notify/letter.h"
#include "oauth/ports.h"

struct outbox {
    const struct notify_store *store;
    const struct letters *letters;
    str_t issuer;
};

result_t outbox_new(arena_t *arena, const struct notify_store *store, str_t issuer,
    const struct outbox **outbox_out)
{
    struct outbox *outbox = ARENA_NEW(arena, struct outbox);

    outbox->store = store;
    outbox->issuer = issuer;
    TRY(letters_load(arena, &outbox->letters));
    *outbox_out = outbox;
    return OK;
}

result_t outbox_mail(const struct outbox *outbox, arena_t *arena, const char *template, str_t to,
    str_t locale, json_t *view, const json_t *links, int64_t now)
{
    struct letter letter;

    json_put_str(view, "issuer", outbox->issuer);
    TRY(letter_write(arena, outbox->letters, template, locale, view, &letter));
    const struct notify_message message = {
        .kind = STR("mail"),
        .recipient = to,
        .template = str_from_cstr(template),
        .lang = str_from_cstr(letter.lang),
        .subject = letter.subject,
        .text = letter.text,
        .html = letter.html,
        .links = links != NULL ? json_write(arena, links) : STR("[]"),
        .created_at = now,
    };
    return outbox->store->add(outbox->store->self, &message);
}

/* "2026-01-31 23:59 UTC": the same in every language, and nobody's clock is guessed. */
static void put_time(json_t *view, const char *name, int64_t unix_s)
{
    char text[CLOCK_RFC3339_SIZE];

    clock_rfc3339(unix_s, text);
    json_object_set_new(view, name, json_sprintf("%.10s %.5s UTC", text, text + 11));
}

static result_t account_locked(void *self, arena_t *arena, const struct oauth_subject *subject,
    str_t address, int64_t locked_until, int64_t now)
{
    json_auto_t *view = json_object();

    json_put_str(view, "email", subject->email);
    json_put_str(view, "given_name", subject->given_name);
    json_put_str(view, "address", address);
    put_time(view, "at", now);
    put_time(view, "until", locked_until + 59); /* whole minutes, and never too early */
    return outbox_mail(
        self, arena, "account_locked", subject->email, subject->locale, view, NULL, now);
}

struct authn_notices outbox_notices(const struct outbox *outbox)
{
    return (struct authn_notices){(void *)outbox, account_locked};
}

static json_t *item(const struct notify_message *message)
{
    json_t *object = json_object();
    char time[CLOCK_RFC3339_SIZE];
    json_t *links = json_loadb(message->links.ptr, message->links.len, 0, NULL);

    clock_rfc3339(message->created_at, time);
    json_put_int(object, "id", message->id);
    json_put_str(object, "kind", message->kind);
    json_put_str(object, "to", message->recipient);
    json_put_str(object, "template", message->template);
    json_put_str(object, "lang", message->lang);
    json_put_str(object, "subject", message->subject);
    json_put_str(object, "text", message->text);
    json_put_str(object, "html", message->html);
    json_object_set_new(object, "links", links != NULL ? links : json_array());
    json_object_set_new(object, "code", json_null());
    json_put_str(object, "code", message->code);
    json_object_set_new(object, "created_at", json_string(time));
    return object;
}

result_t outbox_list(
    const struct outbox *outbox, arena_t *arena, str_t to, int64_t since, json_t **list_out)
{
    const struct notify_message *messages = NULL;
    size_t n = 0;

    *list_out = NULL;
    TRY(outbox->store->list(outbox->store->self, arena, to, since, OUTBOX_PAGE_MAX, &messages, &n));
    json_t *items = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(items, item(&messages[i]));
    *list_out = json_object();
    json_object_set_new(*list_out, "items", items);
    return OK;
}

result_t outbox_clear(const struct outbox *outbox)
{
    return outbox->store->clear(outbox->store->self);
}
