#include "stop.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "clock.h"

static bool runs(const struct execution *execution)
{
    return execution->state == STATE_STARTING || execution->state == STATE_RUNNING;
}

/* The terminal's foreground process group (tcgetpgrp(3)), or 0. Never a number with a special meaning for kill(2). */
static pid_t foreground(const struct execution *execution)
{
    pid_t group = execution->request->terminal ? tcgetpgrp(execution->program.out) : 0;
    return group > 1 ? group : 0;
}

/* The program leads its own group, except for the moment between fork and setsid. */
static void signal_program(const struct execution *execution, int number)
{
    pid_t pid = execution->program.pid;
    if (kill(-pid, number) != 0 && errno == ESRCH)
        kill(pid, number);
}

/* Sends a signal like a key would: to the terminal's foreground group, or to the program's group. */
void stop_signal(const struct execution *execution, int number)
{
    if (!runs(execution))
        return;
    pid_t group = foreground(execution);
    if (group == 0 || kill(-group, number) != 0)
        signal_program(execution, number);
}

static void record(struct execution *execution, enum cause cause)
{
    if (execution->cause == CAUSE_NONE)
        execution->cause = cause;
}

/* Kills everything. The first cause counts. */
void stop_now(struct execution *execution, enum cause cause)
{
    record(execution, cause);
    execution->killing = true;
    processes_kill();
}

/* Handles a STOP frame: asks the program to end, and kills it after `grace_ms`; 0 means at once. */
void stop_request(struct execution *execution, enum cause cause, uint32_t grace_ms)
{
    if (execution->state == STATE_NONE)
        return;
    execution->stopped = true;
    if (!runs(execution) || grace_ms == 0) {
        stop_now(execution, cause);
        return;
    }
    record(execution, cause);
    pid_t group = foreground(execution);
    if (group != 0 && group != execution->program.pid)
        kill(-group, SIGTERM);
    signal_program(execution, SIGTERM);
    int64_t kill_at = clock_us() + (int64_t)grace_ms * MILLISECOND;
    if (kill_at < execution->kill_at)
        execution->kill_at = kill_at;
}
