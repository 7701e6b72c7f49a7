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
    int work;               /* the folder programs start in and files are written below */
    int signals;            /* a signalfd that says when a child has ended */
    int64_t silence_us;     /* how long the host may say nothing */
    int64_t last_heard;
    struct cgroup cgroup;
    struct buffer inbox;
    struct outbox outbox;
    struct queue queue;
    struct input input;
    size_t stdin_taken;     /* bytes of stdin used or discarded, to be acknowledged */
    uint64_t credit;        /* bytes of output the host still takes */
    struct execution execution;
    struct prepared prepared;
    struct collect *collect; /* the COLLECT under way, or NULL */
    struct reset reset;
    struct places places;
    bool previous_ok;       /* the last EXEC ended with exit code 0 and no cause */
    bool over;              /* the loop is to end, with: */
    int exit_code;
};

void agent_fail(struct agent *agent, uint8_t phase, enum failure code, const char *text);
void agent_warn(struct agent *agent, enum warning code, const char *text);
void agent_end(struct agent *agent, int exit_code);

#endif
