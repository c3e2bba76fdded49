#include "notify/content.h"

#include "base/json_read.h"

enum { CONTENT_BYTES_MAX = 512 * 1024 };

static str_t sealed_for(arena_t *arena, str_t message_id)
{
    return arena_printf(arena, "outbox:%.*s", STR_ARG(message_id));
}

str_t content_seal(arena_t *arena, const struct seal_key *key, str_t message_id,
    const struct notify_content *content)
{
    json_auto_t *object = json_object();

    json_put_str(object, "subject", content->subject);
    json_put_str(object, "text", content->text);
    json_put_str(object, "html", content->html);
    json_put_str(object, "link", content->link);
    json_put_str(object, "code", content->code);
    return seal(arena, key, sealed_for(arena, message_id), json_write(arena, object));
}

result_t content_open(arena_t *arena, const struct seal_key *key, str_t message_id, str_t sealed,
    struct notify_content *content_out)
{
    str_t plain;

    TRY(seal_open(arena, key, sealed_for(arena, message_id), sealed, &plain));
    json_auto_t *object = json_read_object(plain, CONTENT_BYTES_MAX);
    if (object == NULL)
        return result_fail(RESULT_CORRUPT, "the text of a message cannot be read");
    *content_out = (struct notify_content){
        .subject = arena_str(arena, json_read_str(object, "subject")),
        .text = arena_str(arena, json_read_str(object, "text")),
        .html = arena_str(arena, json_read_str(object, "html")),
        .link = arena_str(arena, json_read_str(object, "link")),
        .code = arena_str(arena, json_read_str(object, "code")),
    };
    return OK;
}
