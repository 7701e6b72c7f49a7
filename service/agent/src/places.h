/* The places a program can write to, which are to be empty again for the next one. */
#ifndef PLACES_H
#define PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MAX_PLACES = 16, PLACE_MESSAGE = 400 };

/* What it was like when the agent started. */
struct place {
    const char *path;  /* to be named by */
    int folder;
    mode_t mode;
    bool mount;        /* it is all of a filesystem, */
    uint64_t inodes;   /* of which this many were used */
};

struct places {
    struct place list[MAX_PLACES];
    size_t count;
};

bool places_add(struct places *places, const char *path, bool needed);
void places_mend(const struct places *places);
void place_restore(const struct place *place);
bool place_is_clean(const struct place *place, char message[PLACE_MESSAGE]);

#endif
