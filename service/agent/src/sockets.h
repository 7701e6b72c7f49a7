/* What the sockets of the sandbox hold in their queues. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <stdbool.h>
#include <stdint.h>

struct cgroup;

struct sockets {
    uint64_t cpu_us;    /* what the EXEC had used when they were last looked at */
    int64_t next_walk;  /* when the TCP sockets may be looked at again, by the agent's clock, */
    uint64_t tcp_bytes; /* and what they held the last time */
};

bool sockets_fit(struct sockets *sockets, const struct cgroup *cgroup, uint64_t cpu_us);

#endif
