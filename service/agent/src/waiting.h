/* Whether the program waits for what a person types. */
#ifndef WAITING_H
#define WAITING_H

#include <stdbool.h>
#include <stdint.h>

struct agent;

struct waiting {
    uint8_t now;      /* as the host was told */
    int64_t next;     /* when it is looked at again, by the agent's clock, */
    int64_t interval; /* and how long after that the next time */
};

void waiting_moved(struct waiting *waiting, int64_t now);
void waiting_check(struct agent *agent, bool live);

#endif
