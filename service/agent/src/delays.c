#include "delays.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "processes.h"
#include "usage.h"

enum {
    FIRST_LOOK = 20 * MILLISECOND, /* most programs have ended by then */
    LOOK_SHARE = 50,               /* looking takes at most this fraction of the time */
    KNOWN_WITHIN = SECOND / 4,     /* the kernel counts a wait when it ends */
};

void delays_begin(struct delays *delays, const struct cgroup *cgroup, int64_t now)
{
    *delays = (struct delays){.cgroup = cgroup, .looked = now, .next_look = now + FIRST_LOOK};
}

static int by_id(const void *one, const void *other)
{
    const struct thread_times *a = one, *b = other;
    return (a->id > b->id) - (a->id < b->id);
}

/* Numeric names: processes in /proc, and threads in a process's folder. */
static pid_t next_number(DIR *folder)
{
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        long number = strtol(entry->d_name, NULL, 10);
        if (number > 0)
            return (pid_t)number;
    }
    return 0;
}

/* The first two numbers of schedstat: on a processor, and on its queue, in nanoseconds (kernel: scheduler/sched-stats.rst). */
static void add_thread(struct delays *delays, pid_t process, pid_t thread)
{
    char path[64];
    unsigned long long ran, waited;
    delays->cut_short = delays->cut_short || !cgroup_has_room(delays->cgroup);
    if (delays->cut_short)
        return;
    snprintf(path, sizeof path, "/proc/%d/task/%d/schedstat", (int)process, (int)thread);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return;
    if (delays->count < MAX_WATCHED_THREADS && fscanf(file, "%llu %llu", &ran, &waited) == 2)
        delays->threads[delays->count++] = (struct thread_times){thread, ran / 1000, waited / 1000};
    fclose(file);
}

static void add_process(struct delays *delays, pid_t process)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", (int)process);
    DIR *folder = opendir(path);
    for (pid_t thread; (thread = next_number(folder)) > 0;)
        add_thread(delays, process, thread);
    if (folder != NULL)
        closedir(folder);
}

/* Outside a container, the program's processes are the agent's descendants. */
static void add_descendants(struct delays *delays, pid_t process)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)process, (int)process);
    FILE *children = fopen(path, "re");
    if (children == NULL)
        return;
    for (int child; delays->count < MAX_WATCHED_THREADS && fscanf(children, "%d", &child) == 1;) {
        add_process(delays, child);
        add_descendants(delays, child);
    }
    fclose(children);
}

static void add_all(struct delays *delays)
{
    if (!processes_is_init()) {
        add_descendants(delays, getpid());
        return;
    }
    DIR *folder = opendir("/proc");
    for (pid_t process; (process = next_number(folder)) > 0;)
        if (process != getpid())
            add_process(delays, process);
    if (folder != NULL)
        closedir(folder);
}

/* The run time and the wait time of all threads since `before`, without those that ended. */
static struct thread_times since(const struct delays *before, const struct delays *now)
{
    struct thread_times sum = {0};
    for (size_t i = 0; i < now->count; i++) {
        const struct thread_times *thread = &now->threads[i];
        const struct thread_times *known = bsearch(thread, before->threads, before->count, sizeof *thread, by_id);
        /* A thread that has run less than before is another one with the same number. */
        bool same = known != NULL && known->ran_us <= thread->ran_us && known->waited_us <= thread->waited_us;
        sum.ran_us += thread->ran_us - (same ? known->ran_us : 0);
        sum.waited_us += thread->waited_us - (same ? known->waited_us : 0);
    }
    return sum;
}

/*
 * Returns how long the program was delayed from outside since the last call, in microseconds. Several threads may wait
 * at once while one of them runs, so the result is never more than the time in which none ran. `behind`: there is
 * output that nobody takes. A look that memory does not suffice for is left to the next call.
 */
int64_t delays_look(struct delays *delays, uint64_t cpu_us, bool behind, int64_t now)
{
    if (now < delays->next_look)
        return 0;
    struct delays before = *delays;
    uint64_t began = process_cpu_us(getpid());
    delays->count = 0;
    delays->cut_short = false;
    add_all(delays);
    if (delays->cut_short) {
        before.spent_us += process_cpu_us(getpid()) - began;
        *delays = before;
        return 0;
    }
    qsort(delays->threads, delays->count, sizeof *delays->threads, by_id);
    struct thread_times times = since(&before, delays);
    uint64_t used = cpu_us - before.cpu_us > times.ran_us ? cpu_us - before.cpu_us : times.ran_us;
    int64_t still = now - before.looked - (int64_t)used;
    still = (still > 0 ? still : 0) + before.still;
    int64_t held = (int64_t)times.waited_us < still ? (int64_t)times.waited_us : still;
    if (behind && before.behind)
        held = still;
    still -= held;
    uint64_t took = process_cpu_us(getpid()) - began;
    delays->spent_us += took;
    delays->looked = now;
    delays->next_look = now + LOOK_SHARE * (int64_t)took;
    delays->cpu_us = cpu_us;
    delays->behind = behind;
    delays->still = still < KNOWN_WITHIN ? still : KNOWN_WITHIN;
    return held;
}
