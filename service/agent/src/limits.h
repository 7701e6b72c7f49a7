/* Time limits, by the agent's clock. */
#ifndef LIMITS_H
#define LIMITS_H

#include <stdbool.h>

#include "exec_request.h"
#include "protocol.h"

/* All times in microseconds. */
struct limits {
    int64_t start, last_check;
    int64_t last_busy;    /* when a byte last moved in either direction, or the program last used some CPU */
    int64_t counted;      /* time that counts towards the wall limit */
    int64_t sample_start; /* the start of the current CPU sample, */
    int64_t sample_cpu;   /* and the program's own CPU time by then */
};

/* The state of the EXEC when its limits are checked. */
struct doing {
    bool waits;        /* for its user, who may type or read: then idle time counts towards idle_ms instead of wall_ms */
    uint64_t cpu_us;   /* used so far, */
    uint64_t agent_us; /* and the agent's own part of it, from any point in time */
    int64_t held_us;   /* since the last check: ready to run, but delayed */
};

void limits_begin(struct limits *limits, int64_t now);
void limits_busy(struct limits *limits, int64_t now);
enum cause limits_check(struct limits *limits, const struct exec_request *request, struct doing doing, int64_t now);
int64_t limits_next_check(const struct limits *limits);

#endif
