/* Frames from the host. */
#ifndef HOST_H
#define HOST_H

struct agent;

void host_receive(struct agent *agent);
void host_send(struct agent *agent);

#endif
