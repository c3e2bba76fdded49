#include "notify/mask.h"

#include "notify/ports.h"

enum { NUMBER_HEAD = 3, NUMBER_TAIL = 2 };

/* The length of the first character. */
static size_t first_character(str_t text)
{
    size_t len = text.len > 0 ? 1 : 0;

    while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len++;
    return len;
}

static str_t mask_address(arena_t *arena, str_t address)
{
    size_t at = address.len;

    while (at > 0 && address.ptr[at - 1] != '@')
        at--;
    return arena_printf(arena, "%.*s***@%.*s",
        STR_ARG(str_first(address, at > 1 ? first_character(address) : 0)),
        STR_ARG(str_from(address, at)));
}

static str_t mask_number(arena_t *arena, str_t number)
{
    if (number.len <= NUMBER_HEAD + NUMBER_TAIL)
        return STR("***");
    return arena_printf(arena, "%.*s***%.*s", STR_ARG(str_first(number, NUMBER_HEAD)),
        STR_ARG(str_from(number, number.len - NUMBER_TAIL)));
}

str_t mask_recipient(arena_t *arena, str_t kind, str_t recipient)
{
    if (str_eq(kind, STR(NOTIFY_MAIL)))
        return mask_address(arena, recipient);
    if (str_eq(kind, STR(NOTIFY_SMS)))
        return mask_number(arena, recipient);
    return recipient;
}
