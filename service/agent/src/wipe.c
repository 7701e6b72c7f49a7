#include "wipe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"

enum { REMOVED_IN_A_ROW = 64 };

/* Continues in the subfolder `name`. Returns false with errno set on failure. */
static bool move(struct wipe *wipe, int from, const char *name)
{
    int fd = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    int error = errno;
    if (folder == NULL && fd >= 0)
        close(fd);
    if (folder != NULL) {
        wipe_end(wipe);
        wipe->folder = folder;
        wipe->removed = 0;
    }
    errno = error;
    return folder != NULL;
}

/* The caller keeps `root`. Returns false with errno set on failure. */
bool wipe_begin(struct wipe *wipe, int root)
{
    struct stat status;
    *wipe = (struct wipe){0};
    if (fstat(root, &status) != 0)
        return false;
    wipe->device = status.st_dev;
    return move(wipe, root, ".");
}

void wipe_end(struct wipe *wipe)
{
    if (wipe->folder != NULL)
        closedir(wipe->folder);
    wipe->folder = NULL;
}

/*
 * Enters a folder that is not empty, and makes it accessible first. It uses the name, which is safe only because no
 * process is left that could replace the folder by a link. It does not enter another filesystem.
 */
static bool go_down(struct wipe *wipe, const char *name)
{
    struct stat status;
    int parent = dirfd(wipe->folder);
    if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (status.st_dev != wipe->device) {
        errno = EXDEV;
        return false;
    }
    if ((status.st_mode & S_IRWXU) != S_IRWXU && fchmodat(parent, name, S_IRWXU, 0) != 0)
        return false;
    if (!move(wipe, parent, name))
        return false;
    wipe->depth++;
    return true;
}

/* Removes this name, or enters the folder. unlink(2) refuses a folder with EISDIR. */
static bool remove_entry(struct wipe *wipe, const char *name)
{
    int folder = dirfd(wipe->folder);
    wipe->removed++;
    if (unlinkat(folder, name, 0) == 0)
        return true;
    if (errno != EISDIR)
        return false;
    if (unlinkat(folder, name, AT_REMOVEDIR) == 0)
        return true;
    return (errno == ENOTEMPTY || errno == EEXIST) && go_down(wipe, name);
}

/* All names were read. If some were removed, others may have been skipped, so the folder is read again. */
static bool turn_back(struct wipe *wipe)
{
    if (wipe->removed > 0) {
        wipe->removed = 0;
        rewinddir(wipe->folder);
        return true;
    }
    if (wipe->depth > 0 && move(wipe, dirfd(wipe->folder), "..")) {
        wipe->depth--;
        return true;
    }
    return false;
}

/*
 * Continues until the clock says `until`. It holds one folder open, enters non-empty ones and returns through their
 * `..`, so any depth works. It ends at the first thing that cannot be removed; `message` has its name and the reason.
 */
enum wipe_result wipe_some(struct wipe *wipe, int64_t until, char *message, size_t size)
{
    for (size_t steps = 1; steps % REMOVED_IN_A_ROW != 0 || clock_us() < until; steps++) {
        errno = 0;
        struct dirent *entry = readdir(wipe->folder);
        const char *name = entry == NULL ? ".." : entry->d_name;
        bool dots = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
        if (entry == NULL && errno == 0 && wipe->removed == 0 && wipe->depth == 0)
            return WIPE_DONE;
        if (entry == NULL ? errno == 0 && turn_back(wipe) : dots || remove_entry(wipe, name))
            continue;
        snprintf(message, size, "%s: %s", name, strerror(errno));
        return WIPE_STUCK;
    }
    return WIPE_MORE;
}
