#include "base/nearest.h"

enum { WORD_MAX = 64 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment distance; words past WORD_MAX are far from everything. */
static size_t distance(str_t a, str_t b)
{
    if (a.len > WORD_MAX || b.len > WORD_MAX)
        return SIZE_MAX;
    size_t rows[3][WORD_MAX + 1] = {{0}};
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *reuse = before;
        before = last;
        last = row;
        row = reuse;
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = a.ptr[i - 1] == b.ptr[j - 1];
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return row[b.len];
}

str_t nearest_of(str_t word, str_t best, str_t candidate)
{
    size_t limit = word.len < 6 ? 1 : word.len / 3;
    size_t found = distance(word, candidate);
    if (found > limit || (str_present(best) && distance(word, best) <= found))
        return best;
    return candidate;
}
