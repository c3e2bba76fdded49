/* What every unit test includes: cmocka with its prerequisites, and checks for our own types. */
#ifndef TESSERA_TEST_UNIT_H
#define TESSERA_TEST_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/result.h"
#include "base/str.h"

#include <string.h>

/* A slice against a C string; says both when they differ. */
#define assert_str(slice, expected)                                                                \
    do {                                                                                           \
        str_t slice_ = (slice);                                                                    \
        if (!str_eq(slice_, str_from_cstr(expected)))                                              \
            fail_msg("got \"%.*s\", expected \"%s\"", STR_ARG(slice_), (expected));                \
    } while (0)

#define assert_ok(expr)                                                                            \
    do {                                                                                           \
        result_t result_ = (expr);                                                                 \
        if (!result_ok(result_))                                                                   \
            fail_msg("%s: result %d: %s", #expr, (int)result_.code, result_.what);                 \
    } while (0)

#define assert_result(expr, expected)                                                              \
    do {                                                                                           \
        result_t result_ = (expr);                                                                 \
        assert_int_equal(result_.code, (expected));                                                \
    } while (0)

#endif
