/* The kernel's limits for one process. */
#ifndef RLIMITS_H
#define RLIMITS_H

#include <sys/types.h>

#include "exec_request.h"

bool rlimits_set(pid_t pid, const struct exec_request *request);

#endif
