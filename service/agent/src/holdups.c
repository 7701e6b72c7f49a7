#include "holdups.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "processes.h"

enum {
    FIRST_LOOK = 20 * MILLISECOND, /* most programs have ended by then */
    LOOK_SHARE = 50,               /* looking takes at most this fraction of the time */
    TOLD_WITHIN = SECOND / 4,      /* the kernel counts a wait when it ends */
};

void holdups_begin(struct holdups *holdups, int64_t now)
{
    *holdups = (struct holdups){.looked = now, .next_look = now + FIRST_LOOK};
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
static void add_thread(struct holdups *holdups, pid_t process, pid_t thread)
{
    char path[64];
    unsigned long long ran, waited;
    snprintf(path, sizeof path, "/proc/%d/task/%d/schedstat", (int)process, (int)thread);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return;
    if (holdups->count < MAX_WATCHED_THREADS && fscanf(file, "%llu %llu", &ran, &waited) == 2)
        holdups->threads[holdups->count++] = (struct thread_times){thread, ran / 1000, waited / 1000};
    fclose(file);
}

static void add_process(struct holdups *holdups, pid_t process)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", (int)process);
    DIR *folder = opendir(path);
    for (pid_t thread; (thread = next_number(folder)) > 0;)
        add_thread(holdups, process, thread);
    if (folder != NULL)
        closedir(folder);
}

/* Outside a container, the program's processes are the agent's descendants. */
static void add_descendants(struct holdups *holdups, pid_t process)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)process, (int)process);
    FILE *children = fopen(path, "re");
    if (children == NULL)
        return;
    for (int child; holdups->count < MAX_WATCHED_THREADS && fscanf(children, "%d", &child) == 1;) {
        add_process(holdups, child);
        add_descendants(holdups, child);
    }
    fclose(children);
}

static void add_all(struct holdups *holdups)
{
    if (!processes_is_init()) {
        add_descendants(holdups, getpid());
        return;
    }
    DIR *folder = opendir("/proc");
    for (pid_t process; (process = next_number(folder)) > 0;)
        if (process != getpid())
            add_process(holdups, process);
    if (folder != NULL)
        closedir(folder);
}

/* The run time and the wait time of all threads since `before`, without those that ended. */
static struct thread_times since(const struct holdups *before, const struct holdups *now)
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
 * Returns how long the program was held up from outside since the last call, in microseconds. Several threads may wait
 * at once while one of them runs, so the result is never more than the time in which none ran. `behind`: there is
 * output that nobody takes.
 */
int64_t holdups_look(struct holdups *holdups, uint64_t cpu_us, bool behind, int64_t now)
{
    if (now < holdups->next_look)
        return 0;
    struct holdups before = *holdups;
    uint64_t began = process_cpu_us(getpid());
    holdups->count = 0;
    add_all(holdups);
    qsort(holdups->threads, holdups->count, sizeof *holdups->threads, by_id);
    struct thread_times times = since(&before, holdups);
    uint64_t used = cpu_us - before.cpu_us > times.ran_us ? cpu_us - before.cpu_us : times.ran_us;
    int64_t still = now - before.looked - (int64_t)used;
    still = (still > 0 ? still : 0) + before.still;
    int64_t held = (int64_t)times.waited_us < still ? (int64_t)times.waited_us : still;
    if (behind && before.behind)
        held = still;
    still -= held;
    uint64_t took = process_cpu_us(getpid()) - began;
    holdups->spent_us += took;
    holdups->looked = now;
    holdups->next_look = now + LOOK_SHARE * (int64_t)took;
    holdups->cpu_us = cpu_us;
    holdups->behind = behind;
    holdups->still = still < TOLD_WITHIN ? still : TOLD_WITHIN;
    return held;
}
