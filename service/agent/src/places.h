/* The folders that a program can write to, and that must be empty again for the next one. */
#ifndef PLACES_H
#define PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MAX_PLACES = 16, PLACE_MESSAGE = 400 };

/* Its state when the agent started. */
struct place {
    const char *path;  /* for messages */
    int folder;
    mode_t mode;
    bool mount;        /* it is a whole filesystem, */
    uint64_t inodes;   /* with this many used inodes */
};

struct places {
    struct place list[MAX_PLACES];
    size_t count;
};

bool places_add(struct places *places, const char *path, bool needed);
void places_restore_modes(const struct places *places);
void place_restore(const struct place *place);
bool place_is_clean(const struct place *place, char message[PLACE_MESSAGE]);

#endif
