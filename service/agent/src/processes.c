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

/*
 * Outside a container, kills only the agent's own children, because nobody else can have their pids until the agent
 * reaps them. Their children become its own, and die at the next call.
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
 * Kills every process except the agent. As PID 1 one kill(-1) reaches them all, because the kernel lets no fork slip
 * past it, and nothing beyond the sandbox's pid namespace (kill(2), pid_namespaces(7)).
 */
void processes_kill(void)
{
    if (processes_is_init())
        kill(-1, SIGKILL);
    else
        kill_children();
}

/* Called before the agent exits: nothing may outlive it. For PID 1 the kernel ensures that. */
void processes_end(void)
{
    processes_kill();
    while (!processes_is_init() && (wait4(-1, NULL, __WALL, NULL) > 0 || errno == EINTR))
        processes_kill();
}

/* Reaps one ended process, if there is one. __WALL includes those cloned with another signal than SIGCHLD. */
enum reap_result processes_reap(struct reaped *reaped)
{
    do
        reaped->pid = wait4(-1, &reaped->status, WNOHANG | __WALL, &reaped->usage);
    while (reaped->pid < 0 && errno == EINTR);
    if (reaped->pid > 0)
        return REAP_ONE;
    return reaped->pid == 0 ? REAP_ALIVE : REAP_NONE_LEFT;
}

/*
 * Whether the agent is alone, else `message` names another process. As PID 1 it sees its whole pid namespace in /proc,
 * including processes that came from outside. Elsewhere only its own children count.
 */
bool processes_are_gone(char *message, size_t size)
{
    struct reaped reaped;
    if (!processes_is_init()) {
        snprintf(message, size, "a process of its own");
        return processes_reap(&reaped) == REAP_NONE_LEFT;
    }
    long other = 0;
    DIR *folder = opendir("/proc");
    for (struct dirent *entry; folder != NULL && other == 0 && (entry = readdir(folder)) != NULL;)
        if (isdigit((unsigned char)entry->d_name[0]) && strcmp(entry->d_name, "1") != 0)
            other = strtol(entry->d_name, NULL, 10);
    if (folder == NULL)
        snprintf(message, size, "/proc: %s", strerror(errno));
    else
        closedir(folder);
    if (other != 0)
        snprintf(message, size, "process %ld", other);
    return folder != NULL && other == 0;
}
