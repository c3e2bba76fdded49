#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
enum { BLOCK_SIZE = 0 }; /* every allocation is a block of its own */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { BLOCK_SIZE = 0 };
#else
enum { BLOCK_SIZE = 8192 };
#endif
#else
enum { BLOCK_SIZE = 8192 };
#endif

enum { ALIGNMENT = 16 };

struct block {
    struct block *next;
    size_t size;
    size_t used;
    _Alignas(ALIGNMENT) char data[];
};

struct ending {
    struct ending *next;
    void (*end)(void *what);
    void *what;
};

struct arena {
    struct block *blocks; /* the newest first; only it is filled further */
    struct ending *endings;
    size_t total;
    size_t max;
};

static _Noreturn void die(const char *why)
{
    fprintf(stderr, "tessera: arena: %s\n", why);
    abort();
}

arena_t *arena_new(size_t max)
{
    arena_t *arena = calloc(1, sizeof *arena);
    if (arena == NULL)
        die("out of memory");
    arena->max = max;
    return arena;
}

void arena_free(arena_t **arena)
{
    if (*arena == NULL)
        return;
    for (struct ending *ending = (*arena)->endings; ending; ending = ending->next)
        ending->end(ending->what);
    struct block *block = (*arena)->blocks;
    while (block != NULL) {
        struct block *next = block->next;
        explicit_bzero(block->data, block->used);
        free(block);
        block = next;
    }
    free(*arena);
    *arena = NULL;
}

static struct block *add_block(arena_t *arena, size_t need)
{
    size_t size = need > (size_t)BLOCK_SIZE ? need : (size_t)BLOCK_SIZE;
    struct block *block = malloc(sizeof *block + size);
    if (block == NULL)
        die("out of memory");
    block->used = 0;
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *arena_alloc(arena_t *arena, size_t size)
{
    if (size > arena->max - arena->total)
        die("past its bound");
    arena->total += size;
    size_t need = BLOCK_SIZE == 0 ? size : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct block *block = arena->blocks;
    if (block == NULL || BLOCK_SIZE == 0 || block->size - block->used < need)
        block = add_block(arena, need);
    void *memory = block->data + block->used;
    block->used += need;
    return memset(memory, 0, need);
}

void arena_at_end(arena_t *arena, void (*end)(void *what), void *what)
{
    struct ending *ending = ARENA_NEW(arena, struct ending);

    *ending = (struct ending){arena->endings, end, what};
    arena->endings = ending;
}

void *arena_array(arena_t *arena, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        die("size overflow");
    return arena_alloc(arena, bytes);
}

str_t arena_bytes(arena_t *arena, const void *bytes, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);
    if (len > 0)
        memcpy(copy, bytes, len);
    return (str_t){copy, len};
}

str_t arena_str(arena_t *arena, str_t s)
{
    return str_present(s) ? arena_bytes(arena, s.ptr, s.len) : STR_NONE;
}

const char *arena_cstr(arena_t *arena, str_t s)
{
    return arena_bytes(arena, s.ptr, s.len).ptr;
}

str_t arena_printf(arena_t *arena, const char *format, ...)
{
    char usual[256]; /* what fits is written once */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(usual, sizeof usual, format, args);
    va_end(args);
    if (len < 0)
        die("bad format");
    char *text = arena_alloc(arena, (size_t)len + 1);
    if ((size_t)len < sizeof usual)
        memcpy(text, usual, (size_t)len + 1);
    else
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    explicit_bzero(usual, sizeof usual);
    return (str_t){text, (size_t)len};
}
