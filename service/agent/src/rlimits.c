#include "rlimits.h"

#include <sys/resource.h>

/* Sets a limit, never above the container's, which can't be raised without privileges (prlimit(2)). */
static bool limit(pid_t pid, int resource, rlim_t value)
{
    struct rlimit limits;
    if (prlimit(pid, resource, NULL, &limits) != 0)
        return false;
    if (value < limits.rlim_max)
        limits.rlim_max = value;
    limits.rlim_cur = limits.rlim_max;
    return prlimit(pid, resource, &limits, NULL) == 0;
}

/*
 * Limits a process, 0 for the calling one, as an EXEC says. Never RLIMIT_NPROC, which counts per uid across the host,
 * nor RLIMIT_AS: runtimes map far more than they use.
 */
bool rlimits_set(pid_t pid, const struct exec_request *request)
{
    return limit(pid, RLIMIT_CORE, 0)
        && (request->file_bytes == NO_FILE_LIMIT || limit(pid, RLIMIT_FSIZE, request->file_bytes))
        && (request->open_files == NO_LIMIT || limit(pid, RLIMIT_NOFILE, request->open_files));
}
