#include "execution.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "agent.h"
#include "clock.h"
#include "network.h"
#include "pump.h"
#include "stop.h"
#include "verdict.h"
#include "warnings.h"
#include "watch.h"

/* The interval of repeated kills, for processes that were being forked. */
enum { KILL_EVERY = 10 * MILLISECOND };

/* Ends the stdin of an EXEC that takes one. */
static void drop_input(struct agent *agent, const struct exec_request *request)
{
    if (request->stdin_frames)
        agent->stdin_taken += input_drop(&agent->input);
}

/* Forgets the EXEC that ran. */
static void clear(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    drop_input(agent, execution->request);
    exec_request_free(execution->request);
    program_close(&execution->program);
    *execution = (struct execution){.program = NO_PROGRAM};
}

static void send_exit(struct agent *agent, uint8_t phase, struct verdict verdict)
{
    uint8_t payload[29], *at = payload;
    at = put_u8(at, phase);
    at = put_u8(at, (uint8_t)verdict.cause);
    at = put_u8(at, verdict.signalled);
    at = put_u8(at, verdict.value);
    at = put_u64(at, verdict.wall_us);
    at = put_u64(at, verdict.cpu_us);
    at = put_u64(at, verdict.peak_bytes);
    put_u8(at, verdict.peak_by_cgroup);
    outbox_ordered(&agent->outbox, AGENT_EXIT, payload, sizeof payload);
    agent->previous_ok = verdict.cause == CAUSE_NONE && !verdict.signalled && verdict.value == 0;
}

/* The program's time and usage count from now on. */
static void begin_counting(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    execution->before = cgroup_usage(&agent->cgroup);
    execution->cpu_by_cgroup = cgroup_cpu(&agent->cgroup, &execution->before.cpu_us);
    limits_begin(&execution->limits, clock_us());
    delays_begin(&execution->delays, &agent->cgroup, execution->limits.start);
    waiting_moved(&execution->waiting, execution->limits.start);
}

/* Uses the waiting process if there is one and it can take this EXEC, otherwise a new process. */
static enum failure start(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    const struct exec_request *request = execution->request;
    if (prepared_fits(&agent->prepared, request)) {
        execution->prepared_cpu_us = request->copied ? 0 : process_cpu_us(agent->prepared.pid);
        execution->prepared = spawn(request, agent->work, &agent->prepared, &execution->program) == FAILURE_NONE;
        execution->beside_runtime = execution->prepared && request->copied;
        if (execution->prepared)
            return FAILURE_NONE;
        prepared_end(agent);
        begin_counting(agent);
    }
    return spawn(request, agent->work, NULL, &execution->program);
}

/* Takes over `request`. */
void execution_start(struct agent *agent, struct exec_request *request)
{
    struct execution *execution = &agent->execution;
    if (!prepared_fits(&agent->prepared, request))
        prepared_end(agent);
    *execution = (struct execution){.state = STATE_STARTING, .request = request, .kill_at = INT64_MAX,
                                   .began = time(NULL)};
    execution->network_before = network_attempts();
    begin_counting(agent);
    enum failure failure = start(agent);
    if (failure == FAILURE_NONE)
        return;
    char text[256];
    const char *what = failure == FAILURE_TERMINAL ? "no terminal can be opened" : "cannot be started";
    snprintf(text, sizeof text, "%s: %s: %s", request->argv[0], what, strerror(errno));
    uint8_t phase = request->phase;
    clear(agent);
    agent_fail(agent, phase, failure, text);
}

/* Answers an EXEC that does not run: only EXIT. */
void execution_skip(struct agent *agent, struct exec_request *request)
{
    drop_input(agent, request);
    send_exit(agent, request->phase, (struct verdict){.cause = CAUSE_SKIPPED});
    exec_request_free(request);
}

/* The prepared process could not take the program, and ran nothing of it: the program starts normally. */
static bool start_again(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    kill(execution->program.pid, SIGKILL);
    program_close(&execution->program);
    execution->prepared = false;
    execution->prepared_cpu_us = 0;
    return spawn(execution->request, agent->work, NULL, &execution->program) == FAILURE_NONE;
}

/* Call this when `exec_error` is readable: the program runs now, or could not be executed. */
void execution_started(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    uint8_t phase = execution->request->phase;
    char text[512];
    enum failure failure = spawn_result(&execution->program, execution->request->argv[0], text, sizeof text);
    if (failure == FAILURE_NONE) {
        uint8_t payload[2] = {phase, execution->prepared};
        execution->state = STATE_RUNNING;
        outbox_ordered(&agent->outbox, AGENT_STARTED, payload, sizeof payload);
        return;
    }
    if (execution->prepared && start_again(agent))
        return;
    clear(agent);
    agent_fail(agent, phase, failure, text);
}

/* A byte has moved in either direction. */
void execution_moved(struct execution *execution)
{
    int64_t now = clock_us();
    limits_busy(&execution->limits, now);
    waiting_moved(&execution->waiting, now);
}

/* The program has ended. All its processes end with it. */
static void ended(struct agent *agent, int status)
{
    struct execution *execution = &agent->execution;
    if (execution->program.exec_error >= 0)
        execution_started(agent);
    if (execution->state != STATE_RUNNING)
        return;
    execution->state = STATE_ENDING;
    execution->status = status;
    execution->wall_us = clock_us() - execution->limits.start;
    if (!execution->killing)
        watch_limits(agent, false); /* an end within one check of the limit counts as over the limit */
    execution->killing = true;
    processes_kill();
    /* No program is left to be hung up by the terminal, so its last output can end too. */
    close_end(&execution->program.slave);
    close_end(&execution->program.in);
}

static uint64_t time_us(struct timeval time)
{
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_usec;
}

/* Reaps ended processes. Call this when the signalfd is readable. */
void execution_reap(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    struct reaped reaped;
    enum reap_result result;
    while ((result = processes_reap(&reaped)) == REAP_ONE) {
        if (reaped.pid == agent->prepared.pid) {
            prepared_reaped(agent);
            continue;
        }
        uint64_t rss = (uint64_t)reaped.usage.ru_maxrss * 1024; /* which is in KiB (getrusage(2)) */
        execution->reaped_cpu_us += time_us(reaped.usage.ru_utime) + time_us(reaped.usage.ru_stime);
        if (rss > execution->reaped_rss)
            execution->reaped_rss = rss;
        if (execution->state != STATE_NONE && reaped.pid == execution->program.pid)
            ended(agent, reaped.status);
    }
    if (result == REAP_NONE_LEFT && execution->state == STATE_ENDING) {
        places_restore_modes(&agent->places);
        execution->state = STATE_DRAINING;
        execution->killing = false;
        execution->cpu_us = watch_cpu_used(agent);
    }
}

/* Handles everything that depends on the time. */
void execution_check(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    if (execution->state == STATE_NONE || execution->state == STATE_DRAINING)
        return;
    int64_t now = clock_us();
    if (execution->killing)
        processes_kill();
    else if (now >= execution->kill_at)
        stop_now(execution, execution->cause);
    else if (now >= limits_next_check(&execution->limits)) {
        bool room = cgroup_has_room(&agent->cgroup);
        watch_limits(agent, room);
        if (room)
            waiting_check(agent, watch_is_live(agent));
    }
}

/* The time of the next execution_check by the agent's clock, or INT64_MAX. */
int64_t execution_next_check(const struct execution *execution)
{
    if (execution->state == STATE_NONE || execution->state == STATE_DRAINING)
        return INT64_MAX;
    if (execution->killing)
        return clock_us() + KILL_EVERY;
    int64_t check = limits_next_check(&execution->limits);
    return check < execution->kill_at ? check : execution->kill_at;
}

/* The EXEC is over once its pipes are closed: reports its end, after its last byte of output. */
void execution_drained(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    if (execution->state != STATE_DRAINING || execution->program.out >= 0 || execution->program.err >= 0)
        return;
    uint8_t phase = execution->request->phase;
    struct verdict verdict = verdict_of(execution, &agent->cgroup, agent->work);
    warnings_send(agent, verdict.cause);
    clear(agent);
    send_exit(agent, phase, verdict);
}
