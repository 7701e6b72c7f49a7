#include "stop.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "clock.h"

static bool runs(const struct execution *execution)
{
    return execution->state == STATE_STARTING || execution->state == STATE_RUNNING;
}

/* The terminal's foreground process group (tcgetpgrp(3)), or 0. Never a number that kill(2) takes for more. */
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

/* Signals what a key would: the foreground group of the terminal, or the program's group. */
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

/* Kills everything. What ends the program first is the cause. */
void stop_now(struct execution *execution, enum cause cause)
{
    record(execution, cause);
    execution->killing = true;
    processes_kill();
}

/* Does what a STOP frame asks for: asks the program to end, and ends it after `grace_ms`; 0 is at once. */
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
