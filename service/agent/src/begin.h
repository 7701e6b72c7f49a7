/* Begins queued entries, one after the other. */
#ifndef BEGIN_H
#define BEGIN_H

struct agent;

void begin_queued(struct agent *agent);

#endif
