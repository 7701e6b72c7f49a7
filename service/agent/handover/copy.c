/*
 * A copy of the waiting runtime runs a program, while the runtime waits for the next one. A program may share its uid
 * with the runtime, so the runtime blocks every signal (a forked child has none pending), is not dumpable, and a filter
 * keeps the program from changing the runtime's limits and priorities. A program can still kill it, or stop it until
 * the program ends.
 */
#include "copy.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../src/seccomp.h"

/* A folder has two links and one for each folder in it, and each thread is one (proc(5), /proc/pid/task). */
static bool has_other_threads(void)
{
    struct stat threads;
    return stat("/proc/self/task", &threads) != 0 || threads.st_nlink != 3;
}

/* The signals that the runtime itself blocks, known from the first copy on. */
static sigset_t usual;

static void block_signals(void)
{
    static bool blocked;
    sigset_t all;
    if (blocked)
        return;
    blocked = true;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &usual);
}

/* In the copy: waits until the agent has set its limits. It leads its own session, like any program (setsid(2)). */
static void begin(int agent, pid_t runtime)
{
    struct handed_copy copy = {.pid = getpid()};
    char go;
    setsid();
    if (!seccomp_install(runtime) || send(agent, &copy, sizeof copy, MSG_NOSIGNAL) != sizeof copy
        || recv(agent, &go, 1, 0) != 1)
        _exit(127);
}

/*
 * Returns true in the copy, and false in the runtime when the agent may begin the copy. The copy is forked by a process
 * that ends at once, so that it becomes a child of the agent, as every program is. That process shares the runtime's
 * memory (vfork(2)), because copying it twice would take twice as long. Without a copy, its socket closes.
 */
bool copy_self(int agent, const int descriptors[HANDED_DESCRIPTORS])
{
    pid_t runtime = getpid();
    block_signals();
    pid_t between = has_other_threads() ? -1 : vfork();
    if (between == 0) {
        if (fork() != 0)
            _exit(0);
        begin(descriptors[HANDED_SOCKET], runtime);
        sigprocmask(SIG_SETMASK, &usual, NULL);
        return true;
    }
    for (int i = 0; i < HANDED_DESCRIPTORS; i++)
        close(descriptors[i]);
    if (between > 0)
        waitpid(between, NULL, 0);
    if (send(agent, "", 1, MSG_NOSIGNAL) != 1)
        _exit(127);
    return false;
}
