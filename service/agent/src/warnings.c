#include "warnings.h"

#include <stdio.h>

#include "agent.h"
#include "network.h"
#include "no_input.h"

/* If more processes were refused and the verdict does not say so, the program ends at another limit. */
static void warn_of_processes(struct agent *agent, enum cause cause)
{
    uint64_t limit = cgroup_process_limit(&agent->cgroup);
    struct usage now = cgroup_usage(&agent->cgroup);
    char text[160];
    if (cause == CAUSE_PROCESSES || limit == 0 || now.fork_failures <= agent->execution.before.fork_failures)
        return;
    limit -= agent->execution.beside_runtime; /* the copied runtime does not count */
    snprintf(text, sizeof text, "The program asked for more processes or threads than its limit, %llu, and was refused.",
             (unsigned long long)limit);
    agent_warn(agent, WARNING_PROCESSES, text);
}

/* Causes of trouble that the program may not have reported. */
void warnings_send(struct agent *agent, enum cause cause)
{
    const struct execution *execution = &agent->execution;
    warn_of_processes(agent, cause);
    if (execution->program.no_input >= 0 && no_input_was_read(execution->program.no_input))
        agent_warn(agent, WARNING_NO_INPUT, "The program reads standard input and was given none: send it some.");
    if (network_attempts() > execution->network_before)
        agent_warn(agent, WARNING_NO_NETWORK,
                   "The program tried to reach the network, and a sandbox has none: send what it needs as files.");
}
