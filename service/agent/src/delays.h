/* Waits that the program does not cause: for a processor that others have, and for a reader that is behind. */
#ifndef DELAYS_H
#define DELAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MAX_WATCHED_THREADS = 512 };

/* A thread's time on a processor, and its time ready without one, in microseconds. */
struct thread_times {
    pid_t id;
    uint64_t ran_us, waited_us;
};

struct cgroup;

struct delays {
    const struct cgroup *cgroup;
    bool cut_short; /* the last look ended early, so that it takes no memory the program may be killed for */
    int64_t looked, next_look;
    uint64_t cpu_us; /* CPU time of the EXEC at the last look */
    bool behind;     /* some output waited for a reader at the last look */
    uint64_t spent_us; /* CPU time of the looks, which does not count for the program */
    int64_t still;   /* how long it did not run, for a reason that was unknown then */
    size_t count;
    struct thread_times threads[MAX_WATCHED_THREADS]; /* sorted by id */
};

void delays_begin(struct delays *delays, const struct cgroup *cgroup, int64_t now);
int64_t delays_look(struct delays *delays, uint64_t cpu_us, bool behind, int64_t now);

#endif
