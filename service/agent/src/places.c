#include "places.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The number of used inodes of its filesystem; always 0 if the filesystem does not count them. */
static uint64_t inodes_used(int folder)
{
    struct statvfs status;
    return fstatvfs(folder, &status) == 0 ? status.f_files - status.f_ffree : 0;
}

/* A folder is a mount point if its parent is on another filesystem. */
static bool is_mount(int folder)
{
    struct stat self, parent;
    return fstat(folder, &self) == 0 && fstatat(folder, "..", &parent, 0) == 0 && self.st_dev != parent.st_dev;
}

/*
 * Adds a place. Ignores one that is missing or not writable, unless it is `needed`. Returns false with errno set on
 * failure. The descriptor stays open, so no program can replace the folder.
 */
bool places_add(struct places *places, const char *path, bool needed)
{
    struct stat status;
    if (!needed && access(path, W_OK) != 0)
        return true;
    if (places->count == MAX_PLACES) {
        errno = E2BIG;
        return false;
    }
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || fstat(folder, &status) != 0)
        return false;
    places->list[places->count++] = (struct place){
        .path = path,
        .folder = folder,
        .mode = status.st_mode & 07777,
        .mount = is_mount(folder),
        .inodes = inodes_used(folder),
    };
    return true;
}

/*
 * Removes attributes that a program has set on the folder itself: its default ACL, for example, would apply to every
 * new file.
 */
static void remove_attributes(int folder)
{
    char names[64 * 1024]; /* XATTR_LIST_MAX */
    ssize_t length = flistxattr(folder, names, sizeof names);
    for (ssize_t at = 0; at < length; at += (ssize_t)strlen(names + at) + 1)
        fremovexattr(folder, names + at);
}

/* Restores the folder itself. This fails if it does not belong to the program, but then it never changed. */
void place_restore(const struct place *place)
{
    struct stat status;
    remove_attributes(place->folder);
    if (fstat(place->folder, &status) == 0 && (status.st_mode & 07777) != place->mode)
        fchmod(place->folder, place->mode);
}

/*
 * Restores the mode of every place: a program, whose uid the agent has, may have locked both out of its work directory,
 * and the next one of a session would find it so.
 */
void places_restore_modes(const struct places *places)
{
    for (size_t i = 0; i < places->count; i++)
        place_restore(&places->list[i]);
}

/* Returns the name of something in the folder, valid while it stays open, or NULL. Unreadable entries count. */
static const char *first_entry(DIR *folder)
{
    const struct dirent *entry;
    do
        entry = readdir(folder);
    while (entry != NULL && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
    return entry == NULL ? NULL : entry->d_name;
}

static bool is_empty(const struct place *place, char message[PLACE_MESSAGE])
{
    int fd = openat(place->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (folder == NULL) {
        snprintf(message, PLACE_MESSAGE, "%s: %s", place->path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return false;
    }
    const char *name = first_entry(folder);
    if (name != NULL)
        snprintf(message, PLACE_MESSAGE, "%.100s/%s", place->path, name);
    closedir(folder);
    return name == NULL;
}

/*
 * Whether the place is as before, else `message` says why not. The inodes also count files without a name: unlinked
 * ones that something still holds open.
 */
bool place_is_clean(const struct place *place, char message[PLACE_MESSAGE])
{
    struct stat status;
    if (!is_empty(place, message))
        return false;
    if (fstat(place->folder, &status) != 0 || (status.st_mode & 07777) != place->mode) {
        snprintf(message, PLACE_MESSAGE, "%s: its mode", place->path);
        return false;
    }
    uint64_t used = inodes_used(place->folder);
    if (!place->mount || used <= place->inodes)
        return true;
    snprintf(message, PLACE_MESSAGE, "%s: %llu inodes without a name", place->path,
             (unsigned long long)(used - place->inodes));
    return false;
}
