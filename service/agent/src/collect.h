/* One COLLECT: sends a program's files to the host. */
#ifndef COLLECT_H
#define COLLECT_H

#include "frames.h"
#include "protocol.h"

struct agent;

bool collect_shaped(struct reader payload);
void collect_start(struct agent *agent, struct reader payload);
void collect_skip(struct agent *agent);
void collect_proceed(struct agent *agent);
void collect_stop(struct agent *agent);
bool collect_is_ready(const struct agent *agent);

#endif
