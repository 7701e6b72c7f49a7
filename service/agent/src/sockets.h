/* Data in the queues of the sandbox's sockets. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <stdbool.h>
#include <stdint.h>

struct cgroup;

struct sockets {
    uint64_t cpu_us;    /* the CPU time of the EXEC at the last look */
    int64_t next_walk;  /* when the TCP sockets may be looked at again, by the agent's clock, */
    uint64_t tcp_bytes; /* and their bytes at the last look */
};

void sockets_open(void);
bool sockets_fit(struct sockets *sockets, const struct cgroup *cgroup, uint64_t cpu_us);

#endif
