/* Frames from the host. */
#ifndef HOST_H
#define HOST_H

#include <stdint.h>

struct agent;

void host_receive(struct agent *agent);
int64_t host_next_send(const struct agent *agent);
void host_send(struct agent *agent);

#endif
