/* The limits the kernel holds one process to. */
#ifndef RLIMITS_H
#define RLIMITS_H

#include <sys/types.h>

#include "exec_request.h"

bool rlimits_set(pid_t pid, const struct exec_request *request);

#endif
