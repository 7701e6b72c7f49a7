#include "left_out.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "agent.h"
#include "gather.h"
#include "utf8.h"

/* The number of files that are named to the host. */
enum { MOST_NAMED = 10 };

/* A file is left out; the host gets the names of the first few. */
void left_out_add(struct agent *agent, struct left_out *left_out, const char *path, const char *why)
{
    char text[256];
    bool named = utf8_valid(path);
    left_out->any = true;
    if (left_out->count++ >= MOST_NAMED)
        return;
    /* Other names are not valid text. A long path is cut between characters. */
    size_t length = strnlen(path, 128);
    while (length > 0 && path[length] != 0 && ((uint8_t)path[length] & 0xc0) == 0x80)
        length--;
    snprintf(text, sizeof text, "%.*s%s was left out: %s.", named ? (int)length : 0, path,
             !named              ? "A file"
             : path[length] == 0 ? ""
                                 : "…",
             why);
    agent_warn(agent, WARNING_LEFT_OUT, text);
}

/* Reports files that were left out and not named. */
void left_out_rest(struct agent *agent, const struct left_out *left_out, bool too_many)
{
    char text[128];
    if (too_many) {
        snprintf(text, sizeof text, "More than %d files match: the rest were left out.", MAX_COLLECTED);
        agent_warn(agent, WARNING_LEFT_OUT, text);
    }
    if (left_out->count > MOST_NAMED) {
        snprintf(text, sizeof text, "%u more were left out.", left_out->count - MOST_NAMED);
        agent_warn(agent, WARNING_LEFT_OUT, text);
    }
}
