#include "notify/mask.h"

#include "notify/ports.h"
#include "support/unit.h"

static void recipient_is_recognisable_and_no_more(void **state)
{
    static const struct {
        str_t kind;
        str_t recipient;
        const char *masked;
    } cases[] = {
        {STR_INIT(NOTIFY_MAIL), STR_INIT("ada@example.com"), "a***@example.com"},
        {STR_INIT(NOTIFY_MAIL), STR_INIT("a@example.com"), "a***@example.com"},
        {STR_INIT(NOTIFY_MAIL),
            STR_INIT("\xC3\xA4"
                     "da@example.com"),
            "\xC3\xA4***@example.com"},
        {STR_INIT(NOTIFY_MAIL), STR_INIT("@example.com"), "***@example.com"},
        {STR_INIT(NOTIFY_MAIL), STR_INIT("nobody"), "***@nobody"},
        {STR_INIT(NOTIFY_MAIL), STR_INIT(""), "***@"},
        {STR_INIT(NOTIFY_SMS), STR_INIT("+491701234567"), "+49***67"},
        {STR_INIT(NOTIFY_SMS), STR_INIT("+4917"), "***"},
        {STR_INIT(NOTIFY_SMS), STR_INIT(""), "***"},
        {STR_INIT(NOTIFY_LOGOUT), STR_INIT("client-1"), "client-1"},
    };
    AUTO_ARENA arena = arena_new(1u << 16);
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(mask_recipient(arena, cases[i].kind, cases[i].recipient), cases[i].masked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recipient_is_recognisable_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
