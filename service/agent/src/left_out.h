/* Files that a COLLECT leaves behind. */
#ifndef LEFT_OUT_H
#define LEFT_OUT_H

#include <stdbool.h>

struct agent;

struct left_out {
    bool any;
    unsigned count;
};

void left_out_add(struct agent *agent, struct left_out *left_out, const char *path, const char *why);
void left_out_rest(struct agent *agent, const struct left_out *left_out, bool too_many);

#endif
