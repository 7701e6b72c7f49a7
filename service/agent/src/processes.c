#include "processes.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

/* The CPU time of a process so far, or 0 if it is gone. */
uint64_t process_cpu_us(pid_t pid)
{
    struct timespec used = {0};
    clockid_t clock;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return 0;
    return (uint64_t)used.tv_sec * SECOND + (uint64_t)used.tv_nsec / 1000;
}

/* Whether the agent is PID 1 of a sandbox. */
bool processes_is_init(void)
{
    return getpid() == 1;
}

/*
 * The kernel gives every orphan to PID 1. Outside a container, as in tests, the agent has to ask for the orphans of its
 * descendants: PR_SET_CHILD_SUBREAPER (prctl(2)).
 */
void processes_adopt(void)
{
    if (!processes_is_init())
        prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

enum { MOST_KILLED = 16 };

/*
 * The runtime whose copies run programs (prepared.h), or 0. It is spared only while few processes must be killed: a
 * program that forks faster than its processes are found ends like any other, with the runtime.
 */
static pid_t spared;
/* The processes that were killed since the agent and the spared one were last alone. */
static pid_t killed[MOST_KILLED];
static size_t killed_count;

void processes_spare(pid_t pid)
{
    spared = pid;
    killed_count = 0;
}

/* The processes besides the agent and the spared one. */
struct others {
    int count;
    int last; /* the pid of one of them */
    bool too_many;
};

static void kill_one(struct others *others, pid_t pid)
{
    kill(pid, SIGKILL);
    for (size_t i = 0; i < killed_count; i++)
        if (killed[i] == pid)
            return;
    if (killed_count == MOST_KILLED)
        others->too_many = true;
    else
        killed[killed_count++] = pid;
}

static void meet(struct others *others, pid_t pid, bool killing)
{
    if (pid <= 1 || pid == spared)
        return;
    others->count++;
    others->last = pid;
    if (killing)
        kill_one(others, pid);
}

/*
 * Finds them, and kills them if `killing`. As PID 1 the agent sees its whole pid namespace in /proc, including
 * processes that came from outside. Elsewhere only its own children count, because nobody else can have their pids
 * until the agent reaps them. Their children become its own, and are found the next time. Returns false with errno set
 * if /proc cannot be read.
 */
static bool find_others(struct others *others, bool killing)
{
    *others = (struct others){0};
    if (processes_is_init()) {
        DIR *folder = opendir("/proc");
        if (folder == NULL)
            return false;
        for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
            if (isdigit((unsigned char)entry->d_name[0]))
                meet(others, atoi(entry->d_name), killing);
        closedir(folder);
        return true;
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "re");
    if (children == NULL)
        return false;
    for (int pid; fscanf(children, "%d", &pid) == 1;)
        meet(others, pid, killing);
    fclose(children);
    return true;
}

/*
 * Kills every process except the agent and, if that is easy, the spared one. As PID 1 one kill(-1) reaches them all,
 * because the kernel lets no fork slip past it, and nothing beyond the sandbox's pid namespace (kill(2),
 * pid_namespaces(7)).
 */
void processes_kill(void)
{
    struct others others;
    if (spared > 0 && find_others(&others, true) && !others.too_many)
        return;
    spared = 0;
    if (processes_is_init())
        kill(-1, SIGKILL);
    else
        find_others(&others, true);
}

/* Called before the agent exits: nothing may outlive it. For PID 1 the kernel ensures that. */
void processes_end(void)
{
    spared = 0;
    processes_kill();
    while (!processes_is_init() && (wait4(-1, NULL, __WALL, NULL) > 0 || errno == EINTR))
        processes_kill();
}

/*
 * Reaps one ended process, if there is one. __WALL includes those cloned with another signal than SIGCHLD. The spared
 * process does not count as left.
 */
enum reap_result processes_reap(struct reaped *reaped)
{
    struct others others;
    do
        reaped->pid = wait4(-1, &reaped->status, WNOHANG | __WALL, &reaped->usage);
    while (reaped->pid < 0 && errno == EINTR);
    if (reaped->pid > 0)
        return REAP_ONE;
    if (reaped->pid < 0)
        return REAP_NONE_LEFT;
    if (spared == 0 || !find_others(&others, false) || others.count > 0)
        return REAP_ALIVE;
    killed_count = 0;
    return REAP_NONE_LEFT;
}

/* Whether the agent is alone, with the spared process, else `message` names another process. */
bool processes_are_gone(char *message, size_t size)
{
    struct others others;
    if (!find_others(&others, false))
        snprintf(message, size, "/proc: %s", strerror(errno));
    else if (others.count == 0)
        return true;
    else if (processes_is_init())
        snprintf(message, size, "process %d", others.last);
    else
        snprintf(message, size, "a process of its own");
    return false;
}
