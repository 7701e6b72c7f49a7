#include "watch.h"

#include <unistd.h>

#include "agent.h"
#include "clock.h"
#include "processes.h"
#include "pump.h"
#include "stop.h"

/* The usage of the EXEC so far. Without a cgroup, that of ended processes and of the program itself. */
uint64_t watch_cpu_used(const struct agent *agent)
{
    const struct execution *execution = &agent->execution;
    uint64_t total;
    if (execution->cpu_by_cgroup && cgroup_cpu(&agent->cgroup, &total))
        return total - execution->before.cpu_us - execution->delays.spent_us;
    uint64_t used = execution->reaped_cpu_us;
    if (execution->state <= STATE_RUNNING)
        used += process_cpu_us(execution->program.pid);
    return used - execution->prepared_cpu_us;
}

/* Whether somebody may still type. */
bool watch_is_live(const struct agent *agent)
{
    const struct exec_request *request = agent->execution.request;
    return request->interactive && request->stdin_frames && !input_ended(&agent->input);
}

/* `looking`: whether the program exists, and the agent may open files to look at it. */
void watch_limits(struct agent *agent, bool looking)
{
    struct execution *execution = &agent->execution;
    const struct exec_request *request = execution->request;
    int64_t now = clock_us();
    uint64_t cpu_us = watch_cpu_used(agent);
    bool live = watch_is_live(agent);
    bool behind = pump_is_behind(agent);
    struct doing doing = {.waits = live || behind, .cpu_us = cpu_us};
    if (execution->cpu_by_cgroup)
        doing.agent_us = process_cpu_us(getpid()) - execution->delays.spent_us;
    if (looking)
        doing.held_us = delays_look(&execution->delays, cpu_us, behind, now);
    enum cause cause = limits_check(&execution->limits, request, doing, now);
    if (cause == CAUSE_NONE && !sockets_fit(&execution->sockets, &agent->cgroup, cpu_us))
        cause = CAUSE_MEMORY;
    if (cause != CAUSE_NONE)
        stop_now(execution, cause);
}
