#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_PATH = PATH_MAX };

/* The failure for an errno of open(2), mkdir(2) or write(2). */
static enum failure failure_of(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return FAILURE_SPACE;
    case ELOOP:        /* a symbolic link in the way, as O_NOFOLLOW reports it */
    case ENOTDIR:      /* the same with O_DIRECTORY, or a file where a folder is needed */
    case EISDIR:
    case EACCES:
    case ENOENT:       /* nothing to append to */
    case ENXIO:        /* a FIFO or socket in the way */
    case ENAMETOOLONG:
        return FAILURE_PATH;
    default:
        return FAILURE_INTERNAL;
    }
}

/* Refuses a path before touching anything: absolute, "", "a//b", "a/", ".", "..", or with a NUL. */
bool path_allowed(const char *path, size_t length)
{
    if (length >= FILE_PATH || memchr(path, 0, length) != NULL)
        return false;
    for (size_t start = 0; start <= length;) {
        const char *slash = memchr(path + start, '/', length - start);
        size_t end = slash == NULL ? length : (size_t)(slash - path);
        size_t size = end - start;
        if (size == 0 || (path[start] == '.' && (size == 1 || (size == 2 && path[start + 1] == '.'))))
            return false;
        start = end + 1;
    }
    return true;
}

/*
 * Opens the next folder of a path; with `make` it creates a missing one (0755). O_NOFOLLOW, because an earlier program
 * may have put a symbolic link there (open(2)). Closes `parent`; returns -1 with errno set on failure.
 */
static int enter(int parent, const char *name, bool make)
{
    int folder = -1;
    if (!make || mkdirat(parent, name, 0755) == 0 || errno == EEXIST)
        folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int error = errno;
    close(parent);
    errno = error;
    return folder;
}

/*
 * Opens the last component of a path. If a file is to be made, removes what an earlier program left in its place (a
 * link, a FIFO, an empty folder), but nothing that a link points to (unlink(2)).
 */
static int open_last(int folder, const char *name, int flags)
{
    int how = flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int file = openat(folder, name, how, 0644);
    if (file >= 0 || !(flags & O_CREAT) || (errno != ELOOP && errno != ENXIO && errno != EISDIR))
        return file;
    int error = errno;
    if (unlinkat(folder, name, error == EISDIR ? AT_REMOVEDIR : 0) == 0)
        return openat(folder, name, how | O_EXCL, 0644);
    errno = error;
    return -1;
}

/*
 * Opens the file at `path`, a writable string, component by component. Returns -1 with errno set on failure.
 * O_NONBLOCK, because a FIFO must not stop the agent.
 */
static int open_below(int work, char *path, int flags)
{
    int folder = fcntl(work, F_DUPFD_CLOEXEC, 0);
    char *name = path;
    for (char *slash; folder >= 0 && (slash = strchr(name, '/')) != NULL; name = slash + 1) {
        *slash = 0;
        folder = enter(folder, name, (flags & O_ACCMODE) != O_RDONLY);
    }
    if (folder < 0)
        return -1;
    int file = open_last(folder, name, flags);
    int error = errno;
    close(folder);
    errno = error;
    return file;
}

static bool write_all(int file, const uint8_t *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
    return true;
}

/* Empties the file unless it is appended to, sets its mode, writes. Touches only regular files. */
static bool fill(int file, uint8_t flags, const struct reader *content)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return false;
    if (!S_ISREG(status.st_mode)) {
        errno = ENXIO;
        return false;
    }
    return ((flags & FILE_APPEND) || ftruncate(file, 0) == 0)
        && fchmod(file, flags & FILE_EXECUTABLE ? 0755 : 0644) == 0
        && write_all(file, content->at, content->left);
}

/* Opens a file below `work` for reading. Returns -1 if that fails, or if it is not a regular file. */
int file_open(int work, const char *at, struct stat *status)
{
    char path[FILE_PATH];
    if (!path_allowed(at, strlen(at)))
        return -1;
    strcpy(path, at); /* path_allowed has checked its length */
    int file = open_below(work, path, O_RDONLY);
    if (file < 0 || (fstat(file, status) == 0 && S_ISREG(status->st_mode)))
        return file;
    close(file);
    return -1;
}

/* Whether a payload has the form of a FILE. */
bool file_shaped(struct reader payload)
{
    read_u8(&payload);
    return read_bytes(&payload, read_u16(&payload)) != NULL;
}

/* Writes what a FILE frame, which is known to be file_shaped, says below the folder `work`. Where it fails, `message` says at which path and why. */
enum failure file_write(int work, struct reader payload, char message[FILE_MESSAGE])
{
    uint8_t flags = read_u8(&payload);
    size_t length = read_u16(&payload);
    const char *bytes = (const char *)read_bytes(&payload, length);
    if (!path_allowed(bytes, length)) {
        snprintf(message, FILE_MESSAGE, "%.*s: not a path below the work directory",
                 (int)strnlen(bytes, length < 256 ? length : 256), bytes);
        return FAILURE_PATH;
    }
    char path[FILE_PATH];
    memcpy(path, bytes, length);
    path[length] = 0;
    int file = open_below(work, path, O_WRONLY | (flags & FILE_APPEND ? O_APPEND : O_CREAT));
    bool written = file >= 0 && fill(file, flags, &payload);
    int error = errno;
    if (file >= 0)
        close(file);
    if (written)
        return FAILURE_NONE;
    snprintf(message, FILE_MESSAGE, "%.*s: %s", (int)(length < 256 ? length : 256), bytes, strerror(error));
    return failure_of(error);
}
