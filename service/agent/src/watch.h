/* Applies the limits to an active EXEC. */
#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>
#include <stdint.h>

struct agent;

uint64_t watch_cpu_used(const struct agent *agent);
bool watch_is_live(const struct agent *agent);
void watch_limits(struct agent *agent, bool looking);

#endif
