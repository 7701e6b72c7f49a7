/* What the host is told of an EXEC that its verdict does not say. */
#ifndef WARNINGS_H
#define WARNINGS_H

#include "verdict.h"

struct agent;

void warnings_send(struct agent *agent, enum cause cause);

#endif
