#include "verdict.h"

#include <signal.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include "large_file.h"

/* Filesystems that do not count inodes (f_files 0) never run out of them. */
static enum cause cause_of_full(const struct statvfs *status)
{
    if (status->f_blocks > 0 && status->f_bavail == 0)
        return CAUSE_DISK;
    return status->f_files > 0 && status->f_favail == 0 ? CAUSE_FILES : CAUSE_NONE;
}

/* The resource that is used up in one of the program's writable folders. */
static enum cause cause_of_disk(int work)
{
    struct statvfs status;
    enum cause cause = fstatvfs(work, &status) == 0 ? cause_of_full(&status) : CAUSE_NONE;
    if (cause == CAUSE_NONE && statvfs("/tmp", &status) == 0)
        cause = cause_of_full(&status);
    if (cause == CAUSE_NONE && statvfs("/dev/shm", &status) == 0)
        cause = cause_of_full(&status);
    return cause;
}

/*
 * Whether a file has reached its limit. If SIGXFSZ ended a shell's command, the shell's exit code says so. A program
 * that ignores the signal, like Python, only fails; but the kernel has let the file grow to exactly that size
 * (setrlimit(2), RLIMIT_FSIZE).
 */
static bool file_is_full(const struct execution *execution, int work)
{
    uint64_t most = execution->request->file_bytes;
    int status = execution->status;
    if (WIFSIGNALED(status) ? WTERMSIG(status) == SIGXFSZ : WEXITSTATUS(status) == 128 + SIGXFSZ)
        return true;
    return most != NO_FILE_LIMIT && large_file_below(work, most, execution->began);
}

/* The cause of the failure, if the kernel counted or shows it. Files remain, so a full disk is still full. */
static enum cause cause_of_failure(const struct execution *execution, const struct usage *after, int work)
{
    if (after->oom_kills > execution->before.oom_kills)
        return CAUSE_MEMORY;
    if (after->fork_failures > execution->before.fork_failures)
        return CAUSE_PROCESSES;
    if (file_is_full(execution, work))
        return CAUSE_FILE_SIZE;
    return cause_of_disk(work);
}

struct verdict verdict_of(const struct execution *execution, const struct cgroup *cgroup, int work)
{
    struct usage after = cgroup_usage(cgroup);
    bool signalled = WIFSIGNALED(execution->status);
    struct verdict verdict = {
        .cause = execution->cause,
        .signalled = signalled,
        .value = (uint8_t)(signalled ? WTERMSIG(execution->status) : WEXITSTATUS(execution->status)),
        .wall_us = (uint64_t)execution->wall_us,
        .cpu_us = execution->cpu_us,
        .peak_bytes = execution->reaped_rss,
    };
    if (verdict.cause == CAUSE_NONE && (signalled || verdict.value != 0))
        verdict.cause = cause_of_failure(execution, &after, work);
    /* A peak from before the EXEC says nothing about it; only one that has risen since does. */
    if (after.peak_bytes > execution->before.peak_bytes && after.peak_bytes > verdict.peak_bytes) {
        verdict.peak_bytes = after.peak_bytes;
        verdict.peak_by_cgroup = true;
    }
    return verdict;
}
