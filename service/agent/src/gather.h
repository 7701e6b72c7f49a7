/* Finding the files that patterns mean, in pieces, so that the host is never kept waiting. */
#ifndef GATHER_H
#define GATHER_H

#include <dirent.h>
#include <limits.h>

#include "glob.h"

enum { GATHER_DEPTH = 128 };

/* A folder on the way to where the walk is. */
struct level {
    DIR *folder;
    size_t length;       /* of its path in `path`, with the slash */
    glob_states *states; /* for each pattern */
};

struct agent;

/* Hears of what is meant, or may have something below it that is, and is not taken. The path may be no UTF-8. */
typedef void on_left_out(struct agent *agent, const char *path, const char *why);

struct gather {
    struct glob *globs;
    size_t globs_count;
    struct level levels[GATHER_DEPTH];
    size_t depth;        /* levels in use */
    char path[PATH_MAX]; /* of what is being looked at */
    char **found;        /* paths, for the caller to free with gather_free */
    size_t count;
    bool too_many;       /* files that are meant were not taken: there are more than MAX_COLLECTED */
    struct agent *agent;
    on_left_out *left_out;
};

void gather_begin(struct gather *gather, int work, struct glob *globs, size_t globs_count);
bool gather_some(struct gather *gather, int64_t until);
void gather_free(struct gather *gather);

#endif
