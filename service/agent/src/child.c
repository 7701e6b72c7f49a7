#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "rlimits.h"
#include "seccomp.h"

static noreturn void fail(const struct child *child, enum child_step step)
{
    struct child_error error = {step, errno};
    /* If this fails too, it can't be reported; the agent then sees exit code 127. */
    if (write(child->error, &error, sizeof error) < 0)
        _exit(127);
    _exit(127);
}

static void check(const struct child *child, enum child_step step, bool done)
{
    if (!done)
        fail(child, step);
}

/* The agent blocks SIGCHLD and ignores SIGPIPE, and both would survive exec (signal(7)). */
static void reset_signals(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool attach_stdio(const struct child *child)
{
    return dup2(child->in, 0) == 0 && dup2(child->out, 1) == 1 && dup2(child->err, 2) == 2;
}

/*
 * Makes the kernel's OOM killer choose the program and never the agent (proc(5), oom_score_adj). Best effort, because
 * /proc may be missing. The child owns the file only after it is dumpable again.
 */
static void be_first_to_die(void)
{
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return;
    ssize_t written = write(file, "1000", 4);
    (void)written;
    close(file);
}

/*
 * Becomes the program. The order matters: dumpable before /proc/self is written, the folder before the limits,
 * no-new-privileges before the filter, which needs it (seccomp(2)), and the filter last.
 */
noreturn void child_become(const struct child *child)
{
    const struct exec_request *request = child->request;
    setsid();
    reset_signals();
    check(child, STEP_TERMINAL, child->terminal < 0 || ioctl(child->terminal, TIOCSCTTY, 0) == 0);
    check(child, STEP_STDIO, attach_stdio(child));
    /* The agent's descriptors close on exec; this closes inherited ones. Kernels before 5.11 refuse it. */
    syscall(SYS_close_range, 3U, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */);
    if (child->handover >= 0)
        fcntl(child->handover, F_SETFD, 0);
    check(child, STEP_WORK, fchdir(child->work) == 0);
    check(child, STEP_DUMPABLE, prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0);
    be_first_to_die();
    check(child, STEP_LIMITS, rlimits_set(0, request));
    check(child, STEP_PRIVILEGES, prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    check(child, STEP_SECCOMP, seccomp_install(child->agent));
    environ = request->envp; /* execvp searches its PATH and passes it on */
    execvp(request->argv[0], request->argv);
    fail(child, STEP_EXEC);
}
