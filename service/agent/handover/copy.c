/*
 * A copy of the waiting runtime runs a program, while the runtime waits for the next one. A program may share its uid
 * with the runtime, so the runtime blocks every signal and discards those that came, is not dumpable, and a filter keeps
 * the program from changing the runtime's limits and priorities. A program can still kill it, or stop it until the
 * program ends.
 */
#include "copy.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
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

/* Blocks them all, and discards those that earlier programs sent, which would count as the uid's (RLIMIT_SIGPENDING). */
static void block_signals(void)
{
    static bool blocked;
    const struct timespec now = {0};
    sigset_t all;
    sigfillset(&all);
    if (!blocked)
        sigprocmask(SIG_SETMASK, &all, &usual);
    blocked = true;
    while (sigtimedwait(&all, NULL, &now) > 0)
        continue;
}

#if defined(__x86_64__)
enum { RSEQ_SIGNATURE = 0x53053053 };
#else
enum { RSEQ_SIGNATURE = (int)0xd428bc00 };
#endif

/* glibc's area for restartable sequences (rseq(2)): its place from the thread pointer, and its size, 0 without one. */
extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned int __rseq_size __attribute__((weak));

/*
 * vfork loses the registration of the area, because its child shares the memory; the copy inherits that. glibc believes
 * that the kernel still writes the current processor there.
 */
static void register_rseq(void)
{
    enum { AREA = 32 };
    if (&__rseq_offset != NULL && &__rseq_size != NULL && __rseq_size > 0)
        syscall(SYS_rseq, (char *)__builtin_thread_pointer() + __rseq_offset, AREA, 0, RSEQ_SIGNATURE);
}

/* In the copy: waits until the agent has set its limits. It leads its own session, like any program (setsid(2)). */
static void begin(int agent, pid_t runtime)
{
    struct handed_copy copy = {.pid = getpid()};
    char go;
    setsid();
    register_rseq();
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
