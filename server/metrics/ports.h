/* What metrics ask of the outside: figures that are read when somebody asks for them. */
#ifndef TESSERA_METRICS_PORTS_H
#define TESSERA_METRICS_PORTS_H

#include "metrics/exposition.h"

struct metrics_gauges {
    void *self;
    /* Writes whole families. May block; what cannot be read now is left out. Any thread. */
    void (*put)(void *self, struct exposition *text);
};

#endif
