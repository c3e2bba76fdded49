/* links: tessera_base tessera_notify */
/* Mailboxes, and the header fields that are made of what stands in them: a field stays one field,
 * and an address stays one address. */
#include "base/mailbox.h"
#include "notify/mail_address.h"
#include "notify/mail_header.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 1 << 26, LINE_MAX_LEN = 998 }; /* RFC 5322, section 2.1.1 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge_field(str_t field)
{
    str_t line;

    for (bool first = true; str_next(&field, '\n', &line); first = false) {
        bool ends = str_ends_with(line, STR("\r"));
        str_t text = ends ? str_first(line, line.len - 1) : line;
        if (ends != str_present(field) || text.len == 0 || text.len > LINE_MAX_LEN)
            abort();
        if ((!first && text.ptr[0] != ' ') || !str_is_clean_utf8(text))
            abort();
    }
}

static void judge_address(str_t address)
{
    for (size_t i = 0; i < address.len; i++)
        if (strchr("<>()[]\\,;: \"", address.ptr[i]) != NULL)
            abort();
    if (!str_is_clean_utf8(address))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t text = arena_bytes(arena, data, size < 2000 ? size : 2000);
    struct mailbox mailbox;
    str_t address;

    if (str_is_text_utf8(text))
        judge_field(mail_header_text(arena, "Subject", text));
    if (!mailbox_parse(arena, text, &mailbox) || !mail_address(arena, &mailbox, &address))
        return 0;
    judge_address(address);
    judge_field(mail_header_mailbox(arena, "From", mailbox.name, address));
    return 0;
}
