#include "processes.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_init(void)
{
    return getpid() == 1;
}

/*
 * PID 1 is given every orphan by the kernel. Outside a container, as the tests run it, the agent has to ask for
 * the orphans of its own descendants: PR_SET_CHILD_SUBREAPER (prctl(2)).
 */
void processes_adopt(void)
{
    if (!is_init())
        prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

/*
 * Outside a container only the agent's own children are killed, because until it reaps them nobody else can have
 * their pids. Their children become its own, and fall to the next call.
 */
static void kill_children(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "re");
    if (children == NULL)
        return;
    for (int pid; fscanf(children, "%d", &pid) == 1;)
        if (pid > 1)
            kill(pid, SIGKILL);
    fclose(children);
}

/*
 * Kills every process but the agent itself. As PID 1 one kill(-1) gets them all, since the kernel lets no fork slip
 * past it, and reaches nothing beyond the sandbox's pid namespace (kill(2), pid_namespaces(7)).
 */
void processes_kill(void)
{
    if (is_init())
        kill(-1, SIGKILL);
    else
        kill_children();
}

/* Before the agent exits: nothing may outlive it. Where it is PID 1 the kernel sees to that. */
void processes_end(void)
{
    processes_kill();
    while (!is_init() && (wait4(-1, NULL, __WALL, NULL) > 0 || errno == EINTR))
        processes_kill();
}

/* Collects one process that has ended, if any has. __WALL, for what was cloned with another signal than SIGCHLD. */
enum reap_result processes_reap(struct reaped *reaped)
{
    do
        reaped->pid = wait4(-1, &reaped->status, WNOHANG | __WALL, &reaped->usage);
    while (reaped->pid < 0 && errno == EINTR);
    if (reaped->pid > 0)
        return REAP_ONE;
    return reaped->pid == 0 ? REAP_ALIVE : REAP_NONE_LEFT;
}
