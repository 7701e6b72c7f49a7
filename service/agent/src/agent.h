/* The whole state of the agent. */
#ifndef AGENT_H
#define AGENT_H

#include "execution.h"
#include "input.h"
#include "outbox.h"
#include "prepared.h"
#include "queue.h"
#include "reset.h"
#include "usage.h"

struct agent {
    int work;               /* the folder where programs start and files are written */
    int signals;            /* a signalfd that says when a child has ended */
    int64_t silence_us;     /* how long the host may be silent */
    int64_t last_heard;
    struct cgroup cgroup;
    struct buffer inbox;
    struct outbox outbox;
    struct queue queue;
    struct input input;
    size_t stdin_taken;     /* bytes of stdin used or discarded, to be acknowledged */
    int64_t gathering_since; /* the time of the first frame that waits for others, or 0 */
    uint64_t credit;        /* bytes of output that the host still accepts */
    struct execution execution;
    struct prepared prepared;
    struct collect *collect; /* the current COLLECT, or NULL */
    struct reset reset;
    struct places places;
    bool previous_ok;       /* the last EXEC ended with exit code 0 and no cause */
    bool over;              /* the loop must end, with: */
    int exit_code;
};

void agent_fail(struct agent *agent, uint8_t phase, enum failure code, const char *text);
void agent_warn(struct agent *agent, enum warning code, const char *text);
void agent_end(struct agent *agent, int exit_code);

#endif
