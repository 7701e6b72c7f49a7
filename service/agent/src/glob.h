/*
 * Patterns of paths: `*` and `?` within a component, `[abc]`, `[a-z]` and `[!a]` for one character, `**` as a
 * component for any number of them. A leading dot is a character like any other, and so is a backslash.
 */
#ifndef GLOB_H
#define GLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GLOB_COMPONENTS = 62 };

struct glob {
    char *text; /* the components, each with a NUL at its end */
    size_t count;
    bool met; /* by a file; the caller sets it */
    const char *components[GLOB_COMPONENTS + 1];
};

/*
 * The progress of a path in a pattern, as a set: bit n says that the first n components are matched. So each component
 * of the path takes one step, however many stars there are.
 */
typedef uint64_t glob_states;

bool glob_compile(struct glob *glob, const char *pattern, size_t length);
void glob_free(struct glob *glob);
glob_states glob_start(const struct glob *glob);
glob_states glob_step(const struct glob *glob, glob_states states, const char *name);
bool glob_matches(const struct glob *glob, glob_states states);
bool glob_may_match_below(const struct glob *glob, glob_states states);

#endif
