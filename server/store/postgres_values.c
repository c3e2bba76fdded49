#include "store/postgres_values.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23 };

void postgres_parameters(arena_t *arena, struct db_args args, struct postgres_parameters *out)
{
    for (size_t i = 0; i < args.n; i++) {
        const struct db_value *value = &args.items[i];
        out->formats[i] = value->type == DB_BLOB;
        out->lengths[i] = (int)value->bytes.len;
        switch (value->type) {
        case DB_NULL:
            out->values[i] = NULL;
            break;
        case DB_INT:
            snprintf(out->digits[i], sizeof out->digits[i], "%" PRId64, value->number);
            out->values[i] = out->digits[i];
            break;
        case DB_TEXT:
            out->values[i] = arena_cstr(arena, value->bytes);
            break;
        case DB_BLOB:
            out->values[i] = value->bytes.ptr;
            break;
        }
    }
}

static struct db_value blob(arena_t *arena, const char *text)
{
    size_t len;
    unsigned char *bytes = PQunescapeBytea((const unsigned char *)text, &len);

    if (!bytes)
        abort();
    struct db_value value = db_blob(arena_bytes(arena, bytes, len));
    PQfreemem(bytes);
    return value;
}

static struct db_value cell(arena_t *arena, const PGresult *result, int row, int column)
{
    const char *text = PQgetvalue(result, row, column);

    if (PQgetisnull(result, row, column))
        return db_null();
    switch (PQftype(result, column)) {
    case OID_BOOL:
        return db_int(text[0] == 't');
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
        return db_int(strtoll(text, NULL, 10));
    case OID_BYTEA:
        return blob(arena, text);
    default:
        return db_text(arena_bytes(arena, text, (size_t)PQgetlength(result, row, column)));
    }
}

void postgres_rows(arena_t *arena, PGresult *result, struct db_rows *rows)
{
    rows->n = (size_t)PQntuples(result);
    rows->columns = (size_t)PQnfields(result);
    rows->changed = strtoll(PQcmdTuples(result), NULL, 10);
    struct db_value *values = ARENA_ARRAY(arena, struct db_value, rows->n * rows->columns);
    for (size_t i = 0; i < rows->n * rows->columns; i++)
        values[i] = cell(arena, result, (int)(i / rows->columns), (int)(i % rows->columns));
    rows->values = values;
}
