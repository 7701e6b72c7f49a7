/* Empties a folder, however deep and wide, in slices. */
#ifndef WIPE_H
#define WIPE_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct wipe {
    DIR *folder;   /* the current folder; NULL if none is being emptied */
    size_t depth;  /* below the folder to be emptied */
    dev_t device;
    size_t removed; /* since the names of this folder were read from the start */
};

enum wipe_result { WIPE_MORE, WIPE_DONE, WIPE_STUCK };

bool wipe_begin(struct wipe *wipe, int root);
enum wipe_result wipe_some(struct wipe *wipe, int64_t until, char *message, size_t size);
void wipe_end(struct wipe *wipe);

#endif
