/* One RESET: ends processes, removes files, and checks that nothing is left. */
#ifndef RESET_H
#define RESET_H

#include "places.h"
#include "wipe.h"

enum reset_stage { RESET_IDLE, RESET_KILLING, RESET_WIPING, RESET_CHECKING };

struct reset {
    enum reset_stage stage;
    bool wipe;           /* files too, not only processes */
    struct wipe wiping;  /* the place before `next` */
    size_t next;         /* index of a place */
    int64_t due;         /* when to check again */
    int64_t give_up;     /* when what is left is reported */
};

struct agent;

void reset_start(struct agent *agent, bool wipe);
void reset_proceed(struct agent *agent);
int64_t reset_next(const struct agent *agent);

#endif
