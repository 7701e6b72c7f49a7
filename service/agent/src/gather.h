/* Finds the files that match patterns, in slices, so that the host never waits. */
#ifndef GATHER_H
#define GATHER_H

#include <dirent.h>
#include <limits.h>

#include "glob.h"

enum { GATHER_DEPTH = 128 };

/* A folder on the path of the walk. */
struct level {
    DIR *folder;
    size_t length;       /* of its path in `path`, including the slash */
    glob_states *states; /* for each pattern */
};

struct agent;

/* Hears of files that match and are left out, and of folders that may contain some. The path may not be UTF-8. */
typedef void on_left_out(struct agent *agent, const char *path, const char *why);

struct gather {
    struct glob *globs;
    size_t globs_count;
    struct level levels[GATHER_DEPTH];
    size_t depth;        /* levels in use */
    char path[PATH_MAX]; /* of the current name */
    char **found;        /* paths, for the caller to free with gather_free */
    size_t count;
    bool too_many;       /* some matching files are left out: there are more than MAX_COLLECTED */
    struct agent *agent;
    on_left_out *left_out;
};

void gather_begin(struct gather *gather, int work, struct glob *globs, size_t globs_count);
bool gather_some(struct gather *gather, int64_t until);
void gather_free(struct gather *gather);

#endif
