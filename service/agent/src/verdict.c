#include "verdict.h"

#include <signal.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include "large_file.h"

/* Filesystems without a number of their own for it (f_files 0) never run out of inodes. */
static bool is_full(const struct statvfs *status)
{
    return (status->f_blocks > 0 && status->f_bavail == 0) || (status->f_files > 0 && status->f_favail == 0);
}

static bool disk_is_full(int work)
{
    struct statvfs status;
    return (fstatvfs(work, &status) == 0 && is_full(&status)) || (statvfs("/tmp", &status) == 0 && is_full(&status));
}

/*
 * Whether a file has come to its limit. A program that ignores SIGXFSZ, as Python does, or whose child it ended, only fails;
 * but the kernel has let the file grow to exactly that size (setrlimit(2), RLIMIT_FSIZE).
 */
static bool file_is_full(const struct execution *execution, int work)
{
    uint64_t most = execution->request->file_bytes;
    if (WIFSIGNALED(execution->status) && WTERMSIG(execution->status) == SIGXFSZ)
        return true;
    return most != NO_FILE_LIMIT && large_file_below(work, most, execution->began);
}

/* What made the program fail, where the kernel counted or shows it. Files stay, so a full disk is still full. */
static enum cause cause_of_failure(const struct execution *execution, const struct usage *after, int work)
{
    if (after->oom_kills > execution->before.oom_kills)
        return CAUSE_MEMORY;
    if (after->fork_failures > execution->before.fork_failures)
        return CAUSE_PROCESSES;
    if (disk_is_full(work) || file_is_full(execution, work))
        return CAUSE_DISK;
    return CAUSE_NONE;
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
    /* A peak from before the EXEC says nothing about it; only one that rose since does. */
    if (after.peak_bytes > execution->before.peak_bytes && after.peak_bytes > verdict.peak_bytes) {
        verdict.peak_bytes = after.peak_bytes;
        verdict.peak_by_cgroup = true;
    }
    return verdict;
}
