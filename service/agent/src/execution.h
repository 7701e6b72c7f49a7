/* One EXEC, from its start to its EXIT. */
#ifndef EXECUTION_H
#define EXECUTION_H

#include <time.h>

#include "delays.h"
#include "limits.h"
#include "processes.h"
#include "sockets.h"
#include "spawn.h"
#include "terminal.h"
#include "usage.h"
#include "waiting.h"

enum execution_state {
    STATE_NONE,     /* nothing runs */
    STATE_STARTING, /* forked; whether exec worked is not known yet */
    STATE_RUNNING,
    STATE_ENDING,   /* the program has ended, its processes are being killed */
    STATE_DRAINING, /* no process is left, but output is still in the pipes */
};

struct execution {
    enum execution_state state;
    struct exec_request *request;
    struct program program;
    struct terminal_line line;
    bool warned;              /* about a line that is too long */
    bool turn;                /* stderr is read first the next time */
    bool answering;           /* it got input, and has written nothing since */
    int64_t sent_at;          /* when its output was last sent */
    struct limits limits;
    struct delays delays;
    struct sockets sockets;
    struct waiting waiting;
    enum cause cause;
    bool stopped;             /* by STOP: drops output without credit */
    bool killing;             /* until no process is left */
    int64_t kill_at;          /* the end of a STOP's grace period, or INT64_MAX */
    int status;               /* the program's status, as wait(2) returns it */
    int64_t wall_us;
    time_t began;
    struct usage before;      /* the usage at its start, */
    uint64_t network_before;  /* and network_attempts at that time */
    bool beside_runtime;      /* a copied runtime waits beside it */
    bool prepared;            /* a prepared process took the program, */
    uint64_t prepared_cpu_us; /* and had used this much before */
    bool cpu_by_cgroup;
    uint64_t cpu_us;
    uint64_t reaped_cpu_us;   /* of ended processes, */
    uint64_t reaped_rss;      /* and the largest memory of one of them, in bytes */
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
