/* Whether the program waits for typed input. */
#ifndef WAITING_H
#define WAITING_H

#include <stdbool.h>
#include <stdint.h>

struct agent;

struct waiting {
    uint8_t now;      /* the last report to the host */
    int64_t next;     /* the time of the next look, by the agent's clock, */
    int64_t interval; /* and the interval to the one after */
};

void waiting_moved(struct waiting *waiting, int64_t now);
void waiting_check(struct agent *agent, bool live);

#endif
