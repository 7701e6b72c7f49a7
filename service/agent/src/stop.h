/* Signals to the active program, and its early end. */
#ifndef STOP_H
#define STOP_H

#include "execution.h"

void stop_signal(const struct execution *execution, int number);
void stop_now(struct execution *execution, enum cause cause);
void stop_request(struct execution *execution, enum cause cause, uint32_t grace_ms);

#endif
