/* application/x-www-form-urlencoded, strictly (WHATWG URL, section 5; RFC 6749, appendix B), for
 * queries and bodies. Repeated names stay visible, since the protocols refuse them. Pure; any
 * thread.
 */
#ifndef TESSERA_BASE_FORM_H
#define TESSERA_BASE_FORM_H

#include "base/buf.h"

enum { FORM_MAX_FIELDS = 100 };

struct form_field {
    str_t name;
    str_t value;
};

struct form {
    struct form_field *fields;
    size_t n;
};

enum form_status {
    FORM_OK,
    FORM_TOO_MANY,      /* more than FORM_MAX_FIELDS */
    FORM_BAD_ESCAPE,    /* '%' without two hex digits */
    FORM_BAD_CHARACTER, /* NUL, a control character but TAB, CR and LF, or invalid UTF-8 */
};

/* Fields in their order; an absent or empty text has none. Decoded copies live in the arena. The
 * caller bounds the length. On any other status the form is empty. */
enum form_status form_parse(arena_t *arena, str_t text, struct form *form_out);

/* For the client's developer; static. */
const char *form_status_text(enum form_status status);

/* The first value; absent if there is none. */
str_t form_get(const struct form *form, const char *name);
size_t form_count(const struct form *form, const char *name);

/* Whether any name but the space-separated `allowed` ones comes more than once. */
bool form_repeats(const struct form *form, str_t allowed);

/* Appends "name=value", behind a '&' unless the buffer is empty. */
void form_put(buf_t *text, str_t name, str_t value);

/* The whole form as text again. */
str_t form_write(arena_t *arena, const struct form *form);

/* %XX for every byte but unreserved ones (RFC 3986, section 2.3). */
void form_put_encoded(buf_t *text, str_t value);

/* One text, decoded ('+' is a space); absent if it is malformed. */
str_t form_decode(arena_t *arena, str_t text);

#endif
