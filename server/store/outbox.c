#include "store/outbox.h"

#define MESSAGE_COLUMNS                                                                            \
    "kind, recipient, template, lang, subject, body_text, body_html, links, code, created_at"

result_t store_outbox_add(void *self, const struct notify_message *message)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO outbox (" MESSAGE_COLUMNS ") "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        DB_ARGS(db_text(message->kind), db_text(message->recipient), db_text(message->template),
            db_text(message->lang), db_text(message->subject), db_text(message->text),
            db_text(message->html), db_text(message->links), db_text(message->code),
            db_int(message->created_at)),
        NULL);
}

static struct notify_message message_row(const struct db_rows *rows, size_t row)
{
    return (struct notify_message){
        .id = db_row_int(rows, row, 0),
        .kind = db_row_text(rows, row, 1),
        .recipient = db_row_text(rows, row, 2),
        .template = db_row_text(rows, row, 3),
        .lang = db_row_text(rows, row, 4),
        .subject = db_row_text(rows, row, 5),
        .text = db_row_text(rows, row, 6),
        .html = db_row_text(rows, row, 7),
        .links = db_row_text(rows, row, 8),
        .code = db_row_text(rows, row, 9),
        .created_at = db_row_int(rows, row, 10),
    };
}

result_t store_outbox_list(void *self, arena_t *arena, str_t recipient, int64_t after, size_t limit,
    const struct notify_message **messages_out, size_t *n_out)
{
    static const char of_all[] =
        "SELECT id, " MESSAGE_COLUMNS " FROM outbox WHERE id > $1 ORDER BY id LIMIT $2";
    static const char of_one[] = "SELECT id, " MESSAGE_COLUMNS " FROM outbox "
                                 "WHERE id > $1 AND recipient = $3 ORDER BY id LIMIT $2";
    struct db_rows rows;

    if (str_present(recipient))
        TRY(db_read(store_db(self), arena, of_one,
            DB_ARGS(db_int(after), db_int((int64_t)limit), db_text(recipient)), &rows));
    else
        TRY(db_read(
            store_db(self), arena, of_all, DB_ARGS(db_int(after), db_int((int64_t)limit)), &rows));
    struct notify_message *messages = ARENA_ARRAY(arena, struct notify_message, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        messages[i] = message_row(&rows, i);
    *messages_out = messages;
    *n_out = rows.n;
    return OK;
}

result_t store_outbox_clear(void *self)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena, "DELETE FROM outbox", DB_NO_ARGS, NULL);
}
