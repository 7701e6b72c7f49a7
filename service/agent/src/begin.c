#include "begin.h"

#include "agent.h"
#include "collect.h"
#include "files.h"

static void write_file(struct agent *agent, struct reader payload)
{
    char text[FILE_MESSAGE];
    enum failure failure = file_write(agent->work, payload, text);
    if (failure != FAILURE_NONE)
        agent_fail(agent, NO_PHASE, failure, text);
}

static void begin_exec(struct agent *agent, struct item *item)
{
    struct exec_request *exec = item->exec;
    item->exec = NULL;
    if (item->skip || (exec->only_if_ok && !agent->previous_ok))
        execution_skip(agent, exec);
    else
        execution_start(agent, exec);
}

/* A RESET is never skipped, because the host may wait for its answer before it continues. */
static void begin(struct agent *agent, struct item *item)
{
    struct reader payload = {item->payload, item->size, false};
    if (item->type == HOST_EXEC)
        begin_exec(agent, item);
    else if (item->type == HOST_RESET)
        reset_start(agent, read_u8(&payload) == RESET_WIPE);
    else if (item->type == HOST_COLLECT && item->skip)
        collect_skip(agent);
    else if (item->type == HOST_COLLECT)
        collect_start(agent, payload);
    else if (!item->skip)
        write_file(agent, payload);
}

static bool is_free(const struct agent *agent)
{
    return agent->execution.state == STATE_NONE && agent->collect == NULL && agent->reset.stage == RESET_IDLE;
}

/* Processes the queue, up to and including the next entry that takes time. */
void begin_queued(struct agent *agent)
{
    struct item *item;
    while (!agent->over && is_free(agent) && (item = queue_take(&agent->queue)) != NULL) {
        begin(agent, item);
        item_free(item);
    }
}
