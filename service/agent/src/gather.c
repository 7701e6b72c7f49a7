#include "gather.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buffer.h"
#include "clock.h"
#include "protocol.h"
#include "utf8.h"

/* The most paths in memory: beyond this, the last half by path is left out. */
enum { MOST_FOUND = 2 * MAX_COLLECTED };

/* Continues in this folder. Returns false if it cannot be read. Takes over `fd`. */
static bool enter(struct gather *gather, int fd, size_t length)
{
    struct level *level = &gather->levels[gather->depth];
    level->folder = fd < 0 ? NULL : fdopendir(fd);
    if (level->folder == NULL) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    level->length = length;
    gather->depth++;
    return true;
}

void gather_begin(struct gather *gather, int work, struct glob *globs, size_t globs_count)
{
    *gather = (struct gather){.globs = globs, .globs_count = globs_count, .agent = gather->agent, .left_out = gather->left_out};
    gather->found = allocate(MOST_FOUND * sizeof *gather->found);
    for (size_t i = 0; i < GATHER_DEPTH; i++)
        gather->levels[i].states = allocate((globs_count + 1) * sizeof(glob_states));
    for (size_t i = 0; i < globs_count; i++)
        gather->levels[0].states[i] = glob_start(&globs[i]);
    /* Opens the folder again, because duplicates of `work` would share its position. */
    if (!enter(gather, openat(work, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), 0))
        gather->left_out(gather->agent, "/work", "it could not be read");
}

static int by_path(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Sorts the paths, and keeps the first MAX_COLLECTED. */
static void sort(struct gather *gather)
{
    qsort(gather->found, gather->count, sizeof *gather->found, by_path);
    while (gather->count > MAX_COLLECTED) {
        free(gather->found[--gather->count]);
        gather->too_many = true;
    }
}

static void take(struct gather *gather)
{
    if (!utf8_valid(gather->path)) {
        gather->left_out(gather->agent, gather->path, "its name is not UTF-8");
        return;
    }
    size_t length = strlen(gather->path);
    char *path = allocate(length + 1);
    memcpy(path, gather->path, length);
    gather->found[gather->count++] = path;
    if (gather->count == MOST_FOUND)
        sort(gather);
}

/* Looks at one name. Takes only regular files, and enters only real folders: it follows no link. */
static void look(struct gather *gather, const char *name)
{
    struct level *level = &gather->levels[gather->depth - 1];
    struct stat status;
    size_t length = strlen(name);
    glob_states steps[MAX_PATTERNS];
    bool accepted = false, may_match = false;
    for (size_t i = 0; i < gather->globs_count; i++) {
        steps[i] = glob_step(&gather->globs[i], level->states[i], name);
        accepted |= glob_matches(&gather->globs[i], steps[i]);
        may_match |= glob_may_match_below(&gather->globs[i], steps[i]);
    }
    if (!accepted && !may_match)
        return;
    bool known = fstatat(dirfd(level->folder), name, &status, AT_SYMLINK_NOFOLLOW) == 0;
    bool folder = known && S_ISDIR(status.st_mode);
    if (known && !(folder ? may_match : accepted && S_ISREG(status.st_mode)))
        return;
    if (level->length + length + 2 > sizeof gather->path) {
        gather->path[level->length] = 0;
        gather->left_out(gather->agent, gather->path, "its names are too long together");
        return;
    }
    memcpy(gather->path + level->length, name, length + 1);
    if (!known || (folder && gather->depth == GATHER_DEPTH)) {
        gather->left_out(gather->agent, gather->path, known ? "it lies too deep" : "it could not be read");
        return;
    }
    if (!folder) {
        for (size_t i = 0; i < gather->globs_count; i++)
            gather->globs[i].met |= glob_matches(&gather->globs[i], steps[i]);
        take(gather);
        return;
    }
    memcpy(level[1].states, steps, gather->globs_count * sizeof *steps);
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    if (enter(gather, openat(dirfd(level->folder), name, flags), level->length + length + 1))
        gather->path[level->length + length] = '/';
    else
        gather->left_out(gather->agent, gather->path, "it could not be read");
}

/* Continues until the clock says `until`. Returns true when all is found and sorted. */
bool gather_some(struct gather *gather, int64_t until)
{
    while (gather->depth > 0) {
        if (clock_us() >= until)
            return false;
        struct level *level = &gather->levels[gather->depth - 1];
        struct dirent *entry = readdir(level->folder);
        if (entry == NULL) {
            closedir(level->folder);
            gather->depth--;
        } else if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            look(gather, entry->d_name);
        }
    }
    sort(gather);
    return true;
}

void gather_free(struct gather *gather)
{
    while (gather->depth > 0)
        closedir(gather->levels[--gather->depth].folder);
    for (size_t i = 0; i < GATHER_DEPTH; i++)
        free(gather->levels[i].states);
    for (size_t i = 0; i < gather->count; i++)
        free(gather->found[i]);
    free(gather->found);
    *gather = (struct gather){0};
}
