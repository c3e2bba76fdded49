#include "config/problems.h"

#include <stdio.h>

enum { MESSAGE_BYTES = 1024 };

void config_problem_add(
    struct config_problems *problems, str_t place, str_t key, const char *format, ...)
{
    if (problems->n == CONFIG_PROBLEMS_MAX) {
        problems->dropped++;
        return;
    }
    char message[MESSAGE_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    problems->items[problems->n++] = (struct config_problem){
        .place = arena_str(problems->arena, place),
        .key = arena_str(problems->arena, key),
        .message = arena_str(problems->arena, str_from_cstr(message)),
    };
}
