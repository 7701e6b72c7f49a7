/* Waits that are not the program's doing: for a processor that others have, and for a reader that is behind. */
#ifndef HOLDUPS_H
#define HOLDUPS_H

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

struct holdups {
    int64_t looked, next_look;
    uint64_t cpu_us; /* CPU time of the EXEC at the last look */
    bool behind;     /* some output waited for a reader at the last look */
    uint64_t spent_us; /* CPU time of the looks, which does not count for the program */
    int64_t still;   /* how long it did not run, for a reason that was unknown then */
    size_t count;
    struct thread_times threads[MAX_WATCHED_THREADS]; /* sorted by id */
};

void holdups_begin(struct holdups *holdups, int64_t now);
int64_t holdups_look(struct holdups *holdups, uint64_t cpu_us, bool behind, int64_t now);

#endif
