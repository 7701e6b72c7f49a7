#include "usage.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    /* With less memory left than this, the agent opens nothing. A program takes less while the agent looks at it. */
    ROOM_TO_LOOK = 8 * 1024 * 1024,
    LONGEST_FILE = 4096,
};

/* A number in a file of the cgroup: the first one, or the one after `key` at the start of a line. */
struct number {
    enum cgroup_file file;
    const char *key;
};

/* Kernel documentation: admin-guide/cgroup-v1/{cpuacct,memory,pids}.rst and admin-guide/cgroup-v2.rst. */
struct version {
    const char *files[CGROUP_FILES];
    struct number cpu, oom_kills, inactive_file, active_file;
    uint64_t cpu_per_us; /* units of the CPU counter in a microsecond */
};

static const struct version V1 = {
    .files = {
        [CGROUP_CPU] = "cpuacct/cpuacct.usage",
        [CGROUP_PEAK] = "memory/memory.max_usage_in_bytes",
        [CGROUP_OOM] = "memory/memory.oom_control",
        [CGROUP_MEMORY] = "memory/memory.usage_in_bytes",
        [CGROUP_MEMORY_LIMIT] = "memory/memory.limit_in_bytes",
        [CGROUP_MEMORY_STAT] = "memory/memory.stat",
        [CGROUP_PIDS] = "pids/pids.events",
        [CGROUP_PIDS_LIMIT] = "pids/pids.max",
    },
    .cpu = {CGROUP_CPU, ""},
    .cpu_per_us = 1000,
    .oom_kills = {CGROUP_OOM, "oom_kill "},
    .inactive_file = {CGROUP_MEMORY_STAT, "total_inactive_file "},
    .active_file = {CGROUP_MEMORY_STAT, "total_active_file "},
};

static const struct version V2 = {
    .files = {
        [CGROUP_CPU] = "cpu.stat",
        [CGROUP_PEAK] = "memory.peak", /* since Linux 5.19 */
        [CGROUP_OOM] = "memory.events",
        [CGROUP_MEMORY] = "memory.current",
        [CGROUP_MEMORY_LIMIT] = "memory.max",
        [CGROUP_MEMORY_STAT] = "memory.stat",
        [CGROUP_PIDS] = "pids.events",
        [CGROUP_PIDS_LIMIT] = "pids.max",
    },
    .cpu = {CGROUP_CPU, "usage_usec "},
    .cpu_per_us = 1,
    .oom_kills = {CGROUP_OOM, "oom_kill "},
    .inactive_file = {CGROUP_MEMORY_STAT, "inactive_file "},
    .active_file = {CGROUP_MEMORY_STAT, "active_file "},
};

static const struct version *version_of(const struct cgroup *cgroup)
{
    return cgroup->v2 ? &V2 : &V1;
}

static bool read_number(const struct cgroup *cgroup, struct number number, uint64_t *value)
{
    char text[LONGEST_FILE];
    ssize_t length = pread(cgroup->files[number.file], text, sizeof text - 1, 0);
    if (length <= 0)
        return false;
    text[length] = 0;
    const char *at = text;
    size_t key = strlen(number.key);
    while (at != NULL && strncmp(at, number.key, key) != 0) {
        at = strchr(at, '\n');
        at = at == NULL ? NULL : at + 1;
    }
    if (at == NULL)
        return false;
    *value = strtoull(at + key, NULL, 10);
    return true;
}

static bool read_first(const struct cgroup *cgroup, enum cgroup_file file, uint64_t *value)
{
    return read_number(cgroup, (struct number){file, ""}, value);
}

/*
 * Opens the cgroup mounted at `root`. Only v2 has a cgroup.controllers there. Reads each file once: the kernel
 * allocates its buffer at the first read and keeps it.
 */
struct cgroup cgroup_open(const char *root)
{
    struct cgroup cgroup;
    int folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    cgroup.v2 = faccessat(folder, "cgroup.controllers", F_OK, 0) == 0;
    for (int file = 0; file < CGROUP_FILES; file++) {
        uint64_t ignored;
        cgroup.files[file] = openat(folder, version_of(&cgroup)->files[file], O_RDONLY | O_CLOEXEC);
        read_first(&cgroup, (enum cgroup_file)file, &ignored);
    }
    if (folder >= 0)
        close(folder);
    return cgroup;
}

/* Returns false if the cgroup cannot be read. */
bool cgroup_cpu(const struct cgroup *cgroup, uint64_t *cpu_us)
{
    const struct version *version = version_of(cgroup);
    if (!read_number(cgroup, version->cpu, cpu_us))
        return false;
    *cpu_us /= version->cpu_per_us;
    return true;
}

struct usage cgroup_usage(const struct cgroup *cgroup)
{
    struct usage usage = {0};
    cgroup_cpu(cgroup, &usage.cpu_us);
    read_first(cgroup, CGROUP_PEAK, &usage.peak_bytes);
    read_number(cgroup, version_of(cgroup)->oom_kills, &usage.oom_kills);
    read_number(cgroup, (struct number){CGROUP_PIDS, "max "}, &usage.fork_failures);
    return usage;
}

/* Returns false if there is no limit, or the cgroup cannot be read. */
bool cgroup_memory(const struct cgroup *cgroup, struct memory *memory)
{
    /* "max" reads as 0. */
    return read_first(cgroup, CGROUP_MEMORY, &memory->used)
        && read_first(cgroup, CGROUP_MEMORY_LIMIT, &memory->limit) && memory->limit > 0;
}

/* The part of the used memory that only caches files of a disk, which the kernel frees before it kills anybody. */
uint64_t cgroup_file_cache(const struct cgroup *cgroup)
{
    const struct version *version = version_of(cgroup);
    uint64_t inactive = 0, active = 0;
    read_number(cgroup, version->inactive_file, &inactive);
    read_number(cgroup, version->active_file, &active);
    return inactive + active;
}

/*
 * Whether the agent may open files, which takes kernel memory of the sandbox. Once a program is being killed for its
 * memory, the kernel takes the next process that asks for some, even the agent, though the program's memory is about to
 * be free (mm/oom_kill.c, MMF_OOM_SKIP).
 */
bool cgroup_has_room(const struct cgroup *cgroup)
{
    struct memory memory;
    return !cgroup_memory(cgroup, &memory) || memory.used + ROOM_TO_LOOK <= memory.limit
        || memory.used + ROOM_TO_LOOK <= memory.limit + cgroup_file_cache(cgroup);
}

/* The most processes and threads besides the agent, or 0 if unknown or unlimited. */
uint64_t cgroup_process_limit(const struct cgroup *cgroup)
{
    uint64_t limit = 0;
    read_first(cgroup, CGROUP_PIDS_LIMIT, &limit);
    return limit > 0 ? limit - 1 : 0;
}
