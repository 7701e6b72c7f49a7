/* What a program waits for that is no doing of its own: a processor that others have, and a reader who is behind. */
#ifndef HOLDUPS_H
#define HOLDUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MAX_WATCHED_THREADS = 512 };

/* A thread, how long it has run, and how long it has been ready without running, in microseconds. */
struct thread_times {
    pid_t id;
    uint64_t ran_us, waited_us;
};

struct holdups {
    int64_t looked, next_look;
    uint64_t cpu_us; /* what the EXEC had used when it was looked */
    bool behind;     /* there was output then that nobody took */
    uint64_t spent_us; /* of cpu, on looking: nobody is to pay for it */
    int64_t still;   /* how long it did not run, for a reason that was not known then */
    size_t count;
    struct thread_times threads[MAX_WATCHED_THREADS]; /* by their ids */
};

void holdups_begin(struct holdups *holdups, int64_t now);
int64_t holdups_look(struct holdups *holdups, uint64_t cpu_us, bool behind, int64_t now);

#endif
