/* Moving bytes between the program and the host, never more than the other side takes. */
#ifndef PUMP_H
#define PUMP_H

#include <stdbool.h>

struct agent;

bool pump_may_read(const struct agent *agent);
void pump_output(struct agent *agent);
void pump_input(struct agent *agent);

#endif
