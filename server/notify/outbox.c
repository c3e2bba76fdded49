#include "notify/outbox.h"

#include "base/json_read.h"
#include "base/log.h"
#include "notify/content.h"
#include "notify/delivery.h"
#include "notify/mask.h"
#include "oauth/ports.h"

#include <pthread.h>
#include <stdlib.h>

enum { ID_BYTES = 16, SHOWN_MAX = 1024 * 1024, PROBLEM_MAX = 1024 * 1024 };

struct outbox {
    struct outbox_options options;
    pthread_rwlock_t lock; /* of the letters */
    struct letters *letters;
};

static result_t load(const struct outbox *outbox, struct letters **letters_out)
{
    AUTO_ARENA arena = arena_new(PROBLEM_MAX);
    str_t problem = STR_NONE;
    result_t opened = letters_open(outbox->options.folder, arena, &problem, letters_out);

    if (!result_ok(opened))
        log_error("letters.broken", log_str("what", problem));
    return opened;
}

result_t outbox_open(const struct outbox_options *options, struct outbox **outbox_out)
{
    struct outbox *outbox = calloc(1, sizeof *outbox);

    if (outbox == NULL)
        abort();
    outbox->options = *options;
    pthread_rwlock_init(&outbox->lock, NULL);
    result_t loaded = load(outbox, &outbox->letters);
    if (!result_ok(loaded))
        outbox_close(&outbox);
    *outbox_out = outbox;
    return loaded;
}

void outbox_close(struct outbox **outbox)
{
    if (*outbox == NULL)
        return;
    letters_free(&(*outbox)->letters);
    pthread_rwlock_destroy(&(*outbox)->lock);
    free(*outbox);
    *outbox = NULL;
}

result_t outbox_reload(struct outbox *outbox)
{
    struct letters *fresh = NULL;

    TRY(load(outbox, &fresh));
    pthread_rwlock_wrlock(&outbox->lock);
    struct letters *before = outbox->letters;
    outbox->letters = fresh;
    pthread_rwlock_unlock(&outbox->lock);
    letters_free(&before);
    return OK;
}

static result_t write_letter(struct outbox *outbox, arena_t *arena,
    const struct account_letter *letter, int64_t now, struct letter *written)
{
    letter_put_time(letter->view, "at", now);
    json_put_str(letter->view, "link", letter->link);
    json_put_str(letter->view, "code", letter->code);
    pthread_rwlock_rdlock(&outbox->lock);
    result_t done = letter_write(arena, outbox->letters, &outbox->options.head, letter->template,
        letter->locale, letter->view, written);
    pthread_rwlock_unlock(&outbox->lock);
    return done;
}

/* Written, in its language, sealed. */
static result_t compose(struct outbox *outbox, arena_t *arena, const char *kind,
    const struct account_letter *letter, int64_t now, struct notify_message *message)
{
    const struct outbox_options *options = &outbox->options;
    struct letter written;

    TRY(write_letter(outbox, arena, letter, now, &written));
    const struct notify_content content = {
        written.subject, written.text, written.html, letter->link, letter->code};
    *message = (struct notify_message){
        .message_id = random_token(arena, options->random, ID_BYTES),
        .kind = str_from_cstr(kind),
        .recipient = letter->to,
        .template = str_from_cstr(letter->template),
        .lang = str_from_cstr(written.language),
        .user_id = letter->user_id,
        .created_at = now,
        .expires_at = now + letter->life_s,
    };
    message->sealed = content_seal(arena, options->key, message->message_id, &content);
    return OK;
}

static void wake(const struct outbox *outbox, const struct notify_message *message)
{
    if (outbox->options.delivery != NULL)
        delivery_wake(outbox->options.delivery, message->kind);
}

static result_t send(struct outbox *outbox, arena_t *arena, const char *kind,
    const struct account_letter *letter, int64_t now)
{
    const struct notify_store *store = outbox->options.store;
    struct notify_message message;

    TRY(compose(outbox, arena, kind, letter, now, &message));
    TRY(store->add(store->self, &message));
    wake(outbox, &message);
    return OK;
}

result_t outbox_mail(
    struct outbox *outbox, arena_t *arena, const struct account_letter *letter, int64_t now)
{
    return send(outbox, arena, NOTIFY_MAIL, letter, now);
}

static result_t count_sms(
    struct outbox *outbox, arena_t *arena, const struct account_letter *letter, int64_t now)
{
    const struct outbox_options *options = &outbox->options;
    bool allowed;

    TRY(sms_limit_count(arena, options->throttles, &options->sms_limits, letter->to,
        letter->asked_by, now, &allowed));
    if (allowed)
        return OK;
    log_warn(
        "sms.limit_reached", log_str("to", mask_recipient(arena, STR(NOTIFY_SMS), letter->to)));
    return result_fail(RESULT_BUSY, "there were too many SMS today");
}

result_t outbox_sms(
    struct outbox *outbox, arena_t *arena, const struct account_letter *letter, int64_t now)
{
    TRY(count_sms(outbox, arena, letter, now));
    return send(outbox, arena, NOTIFY_SMS, letter, now);
}

static result_t post_write(void *self, arena_t *arena, const struct account_letter *letter,
    int64_t now, const struct notify_message **message_out)
{
    struct notify_message *message = ARENA_NEW(arena, struct notify_message);
    bool is_sms = letters_is_sms(letter->template);

    if (is_sms)
        TRY(count_sms(self, arena, letter, now));
    *message_out = message;
    return compose(self, arena, is_sms ? NOTIFY_SMS : NOTIFY_MAIL, letter, now, message);
}

static void post_kept(void *self, const struct notify_message *message)
{
    wake(self, message);
}

struct account_post outbox_post(struct outbox *outbox)
{
    return (struct account_post){outbox, post_write, post_kept};
}

static result_t account_locked(void *self, arena_t *arena, const struct oauth_subject *subject,
    str_t address, int64_t locked_until, int64_t now)
{
    json_auto_t *view = json_object();

    json_put_str(view, "email", subject->email);
    json_put_str(view, "given_name", subject->given_name);
    json_put_str(view, "address", address);
    letter_put_time(view, "until", locked_until + 59); /* whole minutes, and never too early */
    return outbox_mail(self, arena,
        &(struct account_letter){.template = "account_locked",
            .to = subject->email,
            .locale = subject->locale,
            .user_id = subject->id,
            .view = view,
            .life_s = OUTBOX_NOTICE_S},
        now);
}

struct authn_notices outbox_notices(struct outbox *outbox)
{
    return (struct authn_notices){outbox, account_locked};
}

static json_t *links_of(const struct notify_content *content)
{
    json_t *links = json_array();

    if (str_present(content->link))
        json_array_append_new(links, json_stringn(content->link.ptr, content->link.len));
    return links;
}

static json_t *item(const struct notify_message *message, const struct notify_content *content)
{
    json_t *object = json_object();

    json_put_int(object, "id", message->id);
    json_put_str(object, "kind", message->kind);
    json_put_str(object, "to", message->recipient);
    json_put_str(object, "template", message->template);
    json_put_str(object, "lang", message->lang);
    json_put_str_or_null(object, "subject", content->subject);
    json_put_str_or_null(object, "text", content->text);
    json_put_str_or_null(object, "html", content->html);
    json_object_set_new(object, "links", links_of(content));
    json_put_str_or_null(object, "code", content->code);
    json_put_time(object, "created_at", message->created_at);
    return object;
}

/* A message whose text is gone is shown without it. */
static result_t show(struct outbox *outbox, const struct notify_message *message, json_t *list)
{
    AUTO_ARENA arena = arena_new(SHOWN_MAX);
    struct notify_content content = {0};

    if (str_present(message->sealed))
        TRY(content_open(
            arena, outbox->options.key, message->message_id, message->sealed, &content));
    json_array_append_new(list, item(message, &content));
    return OK;
}

result_t outbox_list(
    struct outbox *outbox, arena_t *arena, str_t to, int64_t since, json_t **list_out)
{
    const struct notify_store *store = outbox->options.store;
    const struct notify_filter filter = {
        .to_people = true, .recipient = to, .after = since, .limit = OUTBOX_PAGE_MAX};
    const struct notify_message *messages = NULL;
    json_auto_t *items = json_array();
    size_t n = 0;

    *list_out = NULL;
    TRY(store->list(store->self, arena, &filter, &messages, &n));
    for (size_t i = 0; i < n; i++)
        TRY(show(outbox, &messages[i], items));
    *list_out = json_object();
    json_object_set(*list_out, "items", items);
    return OK;
}

result_t outbox_clear(struct outbox *outbox)
{
    const struct notify_store *store = outbox->options.store;

    return store->clear(store->self);
}
