/* One EXEC, from its start to its EXIT. */
#ifndef EXECUTION_H
#define EXECUTION_H

#include <time.h>

#include "limits.h"
#include "processes.h"
#include "sockets.h"
#include "spawn.h"
#include "terminal.h"
#include "usage.h"
#include "holdups.h"
#include "waiting.h"

enum execution_state {
    STATE_NONE,     /* nothing runs */
    STATE_STARTING, /* forked; whether exec worked is not known yet */
    STATE_RUNNING,
    STATE_ENDING,   /* the program has ended, what it left behind is being killed */
    STATE_DRAINING, /* no process is left, but output in the pipes */
};

struct execution {
    enum execution_state state;
    struct exec_request *request;
    struct program program;
    struct terminal_line line;
    bool warned;              /* of a line that is too long */
    bool turn;                /* stderr's turn to be read first */
    bool answering;           /* it was given input, and has written nothing since */
    int64_t sent_at;          /* when its output was last sent */
    struct limits limits;
    struct holdups holdups;
    struct sockets sockets;
    struct waiting waiting;
    enum cause cause;
    bool stopped;             /* by STOP: output that has no credit is given up */
    bool killing;             /* until no process is left */
    int64_t kill_at;          /* when the grace of a STOP is over, or INT64_MAX */
    int status;               /* the program's, as wait(2) gives it */
    int64_t wall_us;
    time_t began;
    struct usage before;      /* when it began, */
    uint64_t network_before;  /* and what network_attempts said then */
    bool prepared;            /* taken over by a process that waited for it, */
    uint64_t prepared_cpu_us; /* which had used so much before */
    bool cpu_by_cgroup;
    uint64_t cpu_us;
    uint64_t reaped_cpu_us;   /* of the processes that have ended, */
    uint64_t reaped_rss;      /* and the most memory one of them had, in bytes */
};

struct agent;

void execution_start(struct agent *agent, struct exec_request *request);
void execution_skip(struct agent *agent, struct exec_request *request);
void execution_started(struct agent *agent);
void execution_reap(struct agent *agent);
void execution_moved(struct execution *execution);
void execution_check(struct agent *agent);
void execution_drained(struct agent *agent);
int64_t execution_next_check(const struct execution *execution);

#endif
