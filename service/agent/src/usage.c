#include "usage.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A number in a file of the cgroup: the whole file, or the number after `key` at the start of a line. */
struct number {
    const char *file, *key;
};

struct cgroup_files {
    struct number cpu, peak, oom_kills, fork_failures, process_limit;
    struct number memory, memory_limit, inactive_file, active_file;
    uint64_t cpu_per_us; /* units of the CPU counter in a microsecond */
};

/* Kernel documentation: admin-guide/cgroup-v1/{cpuacct,memory,pids}.rst and admin-guide/cgroup-v2.rst. */
static const struct cgroup_files V1 = {
    .cpu = {"cpuacct/cpuacct.usage", NULL},
    .cpu_per_us = 1000,
    .peak = {"memory/memory.max_usage_in_bytes", NULL},
    .oom_kills = {"memory/memory.oom_control", "oom_kill "},
    .fork_failures = {"pids/pids.events", "max "},
    .process_limit = {"pids/pids.max", NULL},
    .memory = {"memory/memory.usage_in_bytes", NULL},
    .memory_limit = {"memory/memory.limit_in_bytes", NULL},
    .inactive_file = {"memory/memory.stat", "total_inactive_file "},
    .active_file = {"memory/memory.stat", "total_active_file "},
};

static const struct cgroup_files V2 = {
    .cpu = {"cpu.stat", "usage_usec "},
    .cpu_per_us = 1,
    .peak = {"memory.peak", NULL}, /* since Linux 5.19 */
    .oom_kills = {"memory.events", "oom_kill "},
    .fork_failures = {"pids.events", "max "},
    .process_limit = {"pids.max", NULL},
    .memory = {"memory.current", NULL},
    .memory_limit = {"memory.max", NULL},
    .inactive_file = {"memory.stat", "inactive_file "},
    .active_file = {"memory.stat", "active_file "},
};

/* Opens the cgroup mounted at `root`. Only v2 has a cgroup.controllers there. */
struct cgroup cgroup_open(const char *root)
{
    int folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (struct cgroup){folder, faccessat(folder, "cgroup.controllers", F_OK, 0) == 0};
}

static bool read_number(int root, struct number number, uint64_t *value)
{
    char text[4096];
    int file = openat(root, number.file, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0)
        return false;
    text[length] = 0;
    const char *at = text;
    size_t key = number.key == NULL ? 0 : strlen(number.key);
    while (key > 0 && at != NULL && strncmp(at, number.key, key) != 0) {
        at = strchr(at, '\n');
        at = at == NULL ? NULL : at + 1;
    }
    if (at == NULL)
        return false;
    *value = strtoull(at + key, NULL, 10);
    return true;
}

static const struct cgroup_files *files_of(const struct cgroup *cgroup)
{
    return cgroup->v2 ? &V2 : &V1;
}

/* Returns false if the cgroup cannot be read. */
bool cgroup_cpu(const struct cgroup *cgroup, uint64_t *cpu_us)
{
    const struct cgroup_files *files = files_of(cgroup);
    if (!read_number(cgroup->root, files->cpu, cpu_us))
        return false;
    *cpu_us /= files->cpu_per_us;
    return true;
}

struct usage cgroup_usage(const struct cgroup *cgroup)
{
    const struct cgroup_files *files = files_of(cgroup);
    struct usage usage = {0};
    cgroup_cpu(cgroup, &usage.cpu_us);
    read_number(cgroup->root, files->peak, &usage.peak_bytes);
    read_number(cgroup->root, files->oom_kills, &usage.oom_kills);
    read_number(cgroup->root, files->fork_failures, &usage.fork_failures);
    return usage;
}

/* Returns false if there is no limit, or the cgroup cannot be read. */
bool cgroup_memory(const struct cgroup *cgroup, struct memory *memory)
{
    const struct cgroup_files *files = files_of(cgroup);
    /* "max" reads as 0. */
    return read_number(cgroup->root, files->memory, &memory->used)
        && read_number(cgroup->root, files->memory_limit, &memory->limit) && memory->limit > 0;
}

/* The part of the used memory that only caches files of a disk, which the kernel frees before it kills anybody. */
uint64_t cgroup_file_cache(const struct cgroup *cgroup)
{
    const struct cgroup_files *files = files_of(cgroup);
    uint64_t inactive = 0, active = 0;
    read_number(cgroup->root, files->inactive_file, &inactive);
    read_number(cgroup->root, files->active_file, &active);
    return inactive + active;
}

/* The most processes and threads besides the agent, or 0 if unknown or unlimited. */
uint64_t cgroup_process_limit(const struct cgroup *cgroup)
{
    uint64_t limit = 0;
    read_number(cgroup->root, files_of(cgroup)->process_limit, &limit);
    return limit > 0 ? limit - 1 : 0;
}
