#include "glob.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "files.h"
#include "utf8.h"

/* Copies `pattern`. Returns false if it is not a path below a folder, or too long. */
bool glob_compile(struct glob *glob, const char *pattern, size_t length)
{
    static const char ANY[] = "*";
    *glob = (struct glob){0};
    if (!path_allowed(pattern, length))
        return false;
    glob->text = allocate(length + 1);
    memcpy(glob->text, pattern, length);
    char *rest = glob->text;
    for (char *name; glob->count < GLOB_COMPONENTS && (name = strsep(&rest, "/")) != NULL; glob->count++)
        glob->components[glob->count] = name;
    if (rest == NULL) {
        /* A final `**` means the files below, so at least one more component. */
        if (strcmp(glob->components[glob->count - 1], "**") == 0)
            glob->components[glob->count++] = ANY;
        return true;
    }
    glob_free(glob);
    return false;
}

void glob_free(struct glob *glob)
{
    free(glob->text);
    *glob = (struct glob){0};
}

/*
 * Whether the class after a `[` contains the character. Moves `*at` past its `]`. Without a `]` it is not a class, and
 * `*at` becomes NULL. A `]` at the very start is a member.
 */
static bool class_has(const char **at, uint32_t point)
{
    const char *pattern = *at;
    bool negated = *pattern == '!' || *pattern == '^', found = false;
    pattern += negated;
    for (bool first = true; *pattern != 0 && (first || *pattern != ']'); first = false) {
        uint32_t low = utf8_next(&pattern), high = low;
        if (pattern[0] == '-' && pattern[1] != ']' && pattern[1] != 0) {
            pattern++;
            high = utf8_next(&pattern);
        }
        found |= low <= point && point <= high;
    }
    *at = *pattern == 0 ? NULL : pattern + 1;
    return found != negated;
}

/* Whether the pattern's next element, other than `*`, matches this character. Moves `*pattern` past it. */
static bool element_is(const char **pattern, uint32_t point)
{
    uint32_t element = utf8_next(pattern);
    if (element == '?')
        return true;
    const char *class = *pattern;
    bool has = element == '[' && class_has(&class, point);
    if (element != '[' || class == NULL)
        return element == point;
    *pattern = class;
    return has;
}

/* After a mismatch only the last `*` takes another character: earlier ones never have to change. */
static bool name_matches(const char *pattern, const char *name)
{
    const char *star = NULL, *retry = NULL;
    while (*name != 0) {
        const char *next = pattern, *rest = name;
        uint32_t point = utf8_next(&rest);
        if (*pattern == '*') {
            star = ++pattern;
            retry = name;
        } else if (*pattern != 0 && element_is(&next, point)) {
            pattern = next;
            name = rest;
        } else if (star != NULL) {
            utf8_next(&retry);
            name = retry;
            pattern = star;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == 0;
}

static bool any_depth(const struct glob *glob, size_t component)
{
    return strcmp(glob->components[component], "**") == 0;
}

/* A `**` may match no component at all. */
static glob_states pass_over(const struct glob *glob, glob_states states)
{
    for (size_t i = 0; i < glob->count; i++)
        if ((states >> i & 1) && any_depth(glob, i))
            states |= (glob_states)1 << (i + 1);
    return states;
}

glob_states glob_start(const struct glob *glob)
{
    return pass_over(glob, 1);
}

/* Advances by one component of a path. */
glob_states glob_step(const struct glob *glob, glob_states states, const char *name)
{
    glob_states next = 0;
    for (size_t i = 0; i < glob->count; i++) {
        if (!(states >> i & 1))
            continue;
        if (any_depth(glob, i))
            next |= (glob_states)1 << i;
        else if (name_matches(glob->components[i], name))
            next |= (glob_states)1 << (i + 1);
    }
    return pass_over(glob, next);
}

/* The pattern matches the path. */
bool glob_matches(const struct glob *glob, glob_states states)
{
    return states >> glob->count & 1;
}

/* The pattern may match a path below this folder. */
bool glob_may_match_below(const struct glob *glob, glob_states states)
{
    return (states & (((glob_states)1 << glob->count) - 1)) != 0;
}
