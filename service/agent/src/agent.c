#include "agent.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* An EXEC that will not run ends with its stdin. */
static void exec_dropped(void *context, const struct exec_request *exec)
{
    struct agent *agent = context;
    if (exec->stdin_frames)
        agent->stdin_taken += input_drop(&agent->input);
}

/* Reports to the host that something failed, and drops the rest of the job, which can't succeed either. */
void agent_fail(struct agent *agent, uint8_t phase, enum failure code, const char *text)
{
    uint8_t payload[2 + 512];
    size_t length = strnlen(text, sizeof payload - 2);
    memcpy(put_u8(put_u8(payload, phase), (uint8_t)code), text, length);
    outbox_ordered(&agent->outbox, AGENT_FAILED, payload, 2 + length);
    queue_drop(&agent->queue, exec_dropped, agent);
    agent->previous_ok = false;
    if (code == FAILURE_PROTOCOL)
        agent_end(agent, EX_SOFTWARE);
}

/* Sends a warning for the user. */
void agent_warn(struct agent *agent, enum warning code, const char *text)
{
    uint8_t payload[1 + 256];
    size_t length = strnlen(text, sizeof payload - 1);
    memcpy(put_u8(payload, (uint8_t)code), text, length);
    outbox_ordered(&agent->outbox, AGENT_WARN, payload, 1 + length);
}

void agent_end(struct agent *agent, int exit_code)
{
    agent->over = true;
    agent->exit_code = exit_code;
}
