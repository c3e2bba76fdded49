/* Heads as libmicrohttpd leaves them in its buffer: each part ended by NULs that were ' ', ':' or
 * line ends. What it swallowed must show. */
#include "http/head.h"

#include "support/unit.h"

/* "GET /a HTTP/1.1", CRLF, fields, an empty line; then other bytes. */
static const char text[] = "GET\0/a\0HTTP/1.1\0\0Host\0 a\0\0X\0\t \0\0Y\0bc\0\0\0\0more";
enum { TARGET_AT = 4, VERSION_AT = 7, HOST_AT = 17, X_AT = 26, Y_AT = 32, END = 40 };

struct laid {
    char bytes[sizeof text];
    struct http_field fields[3];
    struct http_head head;
};

static void lay(struct laid *laid)
{
    memcpy(laid->bytes, text, sizeof text);
    laid->fields[0] = (struct http_field){{laid->bytes + HOST_AT, 4}, {laid->bytes + 23, 1}};
    laid->fields[1] = (struct http_field){{laid->bytes + X_AT, 1}, {laid->bytes + 30, 0}};
    laid->fields[2] = (struct http_field){{laid->bytes + Y_AT, 1}, {laid->bytes + 34, 2}};
    laid->head = (struct http_head){
        .method = STR("GET"),
        .target = laid->bytes + TARGET_AT,
        .target_len = 2,
        .version = STR("HTTP/1.1"),
        .fields = laid->fields,
        .fields_n = 3,
        .size = END,
    };
}

static void head_of_the_grammar_is_exact(void **state)
{
    struct laid laid;
    (void)state;

    lay(&laid);
    assert_true(http_head_is_exact(&laid.head));
    memset(laid.bytes + X_AT, 0, 2);
    laid.head.fields_n = 1;
    laid.head.size = X_AT + 2;
    assert_true(http_head_is_exact(&laid.head));
    memset(laid.bytes + HOST_AT, 0, 2);
    laid.head.fields_n = 0;
    laid.head.size = HOST_AT + 2;
    assert_true(http_head_is_exact(&laid.head));
}

/* A bare LF is one byte shorter, a NUL in a line leaves bytes over. */
static void lengths_that_do_not_add_up_show(void **state)
{
    struct laid laid;
    (void)state;

    for (size_t size = 0; size < sizeof text; size++) {
        lay(&laid);
        laid.head.size = size;
        assert_int_equal(http_head_is_exact(&laid.head), size == END);
    }
    for (size_t field = 0; field < 3; field++) {
        for (int by = -1; by <= 1; by++) {
            lay(&laid);
            if (by < 0 && laid.fields[field].value.len == 0)
                continue;
            laid.fields[field].value.len += (size_t)by;
            assert_int_equal(http_head_is_exact(&laid.head), by == 0);
        }
    }
}

static void spaces_in_the_request_line_show(void **state)
{
    struct laid laid;
    (void)state;

    lay(&laid);
    laid.head.target++;
    assert_false(http_head_is_exact(&laid.head));
    lay(&laid);
    laid.head.target_len--;
    assert_false(http_head_is_exact(&laid.head));
    lay(&laid);
    memcpy(laid.bytes + VERSION_AT, " HTTP/1.", 8);
    assert_false(http_head_is_exact(&laid.head));
    lay(&laid);
    memcpy(laid.bytes, "GE\0 ", 4);
    assert_false(http_head_is_exact(&laid.head));
    lay(&laid);
    laid.head.version = STR("HTTP/1.0");
    assert_false(http_head_is_exact(&laid.head));
    lay(&laid);
    laid.head.method = STR("ET"); /* is a method too */
    laid.head.size--;
    assert_true(http_head_is_exact(&laid.head));
}

/* The library allocates a name anew when it glues a folded line to it. */
static void name_elsewhere_shows(void **state)
{
    static const char glued[] = "Hostile";
    struct laid laid;
    (void)state;

    lay(&laid);
    laid.fields[0].name = (str_t){glued, 7};
    assert_false(http_head_is_exact(&laid.head));
    lay(&laid);
    laid.fields[2].value = (str_t){glued, 2};
    assert_false(http_head_is_exact(&laid.head));
}

static void bytes_between_name_and_value_show(void **state)
{
    struct laid laid;
    (void)state;

    lay(&laid);
    laid.bytes[HOST_AT + 5] = 'x';
    assert_false(http_head_is_exact(&laid.head));
    lay(&laid);
    laid.bytes[HOST_AT + 4] = ' ';
    assert_false(http_head_is_exact(&laid.head));
}

static void bytes_in_the_line_ends_show(void **state)
{
    static const int ends[] = {3, 6, 15, 16, 24, 25, 30, 31, 36, 37, 38, 39};
    struct laid laid;
    (void)state;

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        lay(&laid);
        laid.bytes[ends[i]] = '\x0f';
        assert_false(http_head_is_exact(&laid.head));
    }
}

static void swapped_and_left_out_fields_show(void **state)
{
    struct laid laid;
    (void)state;

    lay(&laid);
    laid.head.fields_n = 2;
    assert_false(http_head_is_exact(&laid.head));
    lay(&laid);
    struct http_field first = laid.fields[0];
    laid.fields[0] = laid.fields[1];
    laid.fields[1] = first;
    assert_false(http_head_is_exact(&laid.head));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_of_the_grammar_is_exact),
        cmocka_unit_test(lengths_that_do_not_add_up_show),
        cmocka_unit_test(spaces_in_the_request_line_show),
        cmocka_unit_test(name_elsewhere_shows),
        cmocka_unit_test(bytes_between_name_and_value_show),
        cmocka_unit_test(bytes_in_the_line_ends_show),
        cmocka_unit_test(swapped_and_left_out_fields_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
