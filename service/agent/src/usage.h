/* The sandbox's usage, according to its cgroup. */
#ifndef USAGE_H
#define USAGE_H

#include <stdbool.h>
#include <stdint.h>

/* Totals since the cgroup was created. An unreadable value is 0 and stays 0, so it never seems to grow. */
struct usage {
    uint64_t cpu_us;
    uint64_t peak_bytes;
    uint64_t oom_kills;     /* processes that the OOM killer ended */
    uint64_t fork_failures; /* forks that the pids limit refused */
};

enum cgroup_file {
    CGROUP_CPU,
    CGROUP_PEAK,
    CGROUP_OOM,
    CGROUP_MEMORY,
    CGROUP_MEMORY_LIMIT,
    CGROUP_MEMORY_STAT,
    CGROUP_PIDS,
    CGROUP_PIDS_LIMIT,
    CGROUP_FILES,
};

/* The files stay open, because opening one takes kernel memory of the sandbox (cgroup_has_room). */
struct cgroup {
    int files[CGROUP_FILES]; /* -1: does not exist */
    bool v2;
};

/* In bytes. */
struct memory {
    uint64_t used, limit;
};

struct cgroup cgroup_open(const char *root);
bool cgroup_cpu(const struct cgroup *cgroup, uint64_t *cpu_us);
struct usage cgroup_usage(const struct cgroup *cgroup);
bool cgroup_memory(const struct cgroup *cgroup, struct memory *memory);
uint64_t cgroup_file_cache(const struct cgroup *cgroup);
bool cgroup_has_room(const struct cgroup *cgroup);
uint64_t cgroup_process_limit(const struct cgroup *cgroup);

#endif
