/* Warnings about an EXEC, beside its verdict. */
#ifndef WARNINGS_H
#define WARNINGS_H

#include "verdict.h"

struct agent;

void warnings_send(struct agent *agent, enum cause cause);

#endif
