/* Moves bytes between the program and the host, never more than the other side takes. */
#ifndef PUMP_H
#define PUMP_H

#include <stdbool.h>
#include <stdint.h>

struct agent;

bool pump_may_read(const struct agent *agent);
bool pump_is_behind(const struct agent *agent);
void pump_output(struct agent *agent);
void pump_held(struct agent *agent);
int64_t pump_next(const struct agent *agent);
void pump_input(struct agent *agent);

#endif
