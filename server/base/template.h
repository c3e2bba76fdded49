/* Pages filled from JSON: a template without logic, made at build from the components of webapp/,
 * parsed once at start, filled for each answer. Whatever a view holds ends up as text or as an
 * attribute's value in quotes, never as markup: there is no way to write a value unescaped.
 *
 *   {{name}} {{client.name}}       the member's text, escaped; a number in digits; else nothing
 *   {{#name}} ... {{/name}}        once if the member says something, for an array once an item
 *   {{?name}} ... {{/name}}        once if it says something, for an array with items too
 *   {{^name}} ... {{/name}}        if it says nothing: absent, null, false, 0, "" or []
 *   {{#name=a|b}} ... {{/name}}    if it is one of these words; {{^name=a|b}} if it is none
 *   {{.}} {{.name}}                the item of the innermost list around, and its members
 *   {{@view}}                      the whole view as JSON, safe inside a script element
 *
 * Names without a leading dot begin at the view, inside a list too, so that no member is taken from
 * another level by accident. Escaping does not make a "javascript:" URL harmless: see
 * webapp/src/views.ts. A parsed template is immutable and may be used from any thread.
 */
#ifndef TESSERA_BASE_TEMPLATE_H
#define TESSERA_BASE_TEMPLATE_H

#include "base/buf.h"
#include "base/result.h"

#include <jansson.h>

struct template;

/* `text` is borrowed for the template's life. RESULT_CORRUPT says what is wrong with it: an unknown
 * tag, a section that is not closed in order or is nested too deep. */
MUST_USE result_t template_parse(arena_t *arena, str_t text, const struct template **template_out);

/* The paths that it names, one by one ("client.name", ".text"), perhaps again and again; absent
 * past the last. */
str_t template_name(const struct template *page, size_t i);
bool template_names(const struct template *page, str_t path);

/* `view` is an object. Look at page_out->overflowed when it holds foreign text of unknown length.
 */
void template_fill(const struct template *page, const json_t *view, buf_t *page_out);

/* The value as JSON without '<', '>' and '&', so that no text in it ends a script element. */
void template_put_json(buf_t *buf, const json_t *value);

#endif
