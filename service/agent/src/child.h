/* Setup in the forked child, between fork and exec. */
#ifndef CHILD_H
#define CHILD_H

#include <stdnoreturn.h>
#include <sys/types.h>

#include "exec_request.h"

struct child {
    const struct exec_request *request;
    int work;                 /* the folder it starts in */
    pid_t agent;              /* the process that its system calls must not touch */
    int in, out, err;         /* its 0, 1 and 2 */
    int terminal;             /* its controlling terminal, or -1 */
    int error;                /* the descriptor for a child_error */
    int handover;             /* a socket that stays open across exec, or -1 */
};

enum child_step {
    STEP_TERMINAL,
    STEP_STDIO,
    STEP_WORK,
    STEP_DUMPABLE,
    STEP_LIMITS,
    STEP_PRIVILEGES,
    STEP_SECCOMP,
    STEP_EXEC,
};

/* Sent to the agent if a step fails. Smaller than PIPE_BUF, so it arrives in one piece (pipe(7)). */
struct child_error {
    enum child_step step;
    int number; /* errno */
};

noreturn void child_become(const struct child *child);

#endif
