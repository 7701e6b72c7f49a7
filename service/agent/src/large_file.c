#include "large_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Deeper or later files are ignored, so that the end of a run does not wait long for its reason. */
enum { DEEPEST = 16, MOST_ENTRIES = 10000 };

struct search {
    uint64_t size;
    time_t since;
    int entries_left;
};

static bool search_folder(struct search *search, int fd, int depth);

static bool search_entry(struct search *search, int folder, const char *name, int depth)
{
    struct stat status;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (S_ISREG(status.st_mode))
        return (uint64_t)status.st_size == search->size && status.st_mtim.tv_sec >= search->since;
    if (!S_ISDIR(status.st_mode) || depth == DEEPEST)
        return false;
    return search_folder(search, openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), depth + 1);
}

/* Takes over `fd`, which may be -1. */
static bool search_folder(struct search *search, int fd, int depth)
{
    bool found = false;
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (folder == NULL) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    for (struct dirent *entry; !found && search->entries_left-- > 0 && (entry = readdir(folder)) != NULL;)
        found = search_entry(search, dirfd(folder), entry->d_name, depth);
    closedir(folder);
    return found;
}

/* Whether a regular file below `folder` has this size and was written to since then. Follows no link. */
bool large_file_below(int folder, uint64_t size, time_t since)
{
    struct search search = {size, since, MOST_ENTRIES};
    return search_folder(&search, openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), 0);
}
