/* The functions that a runtime uses to open files and to ask for its folder, and their answers while it waits. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "handover.h"

#define HANDOVER_FILE "/.sandrun/handover"

/* The file that the runtime must still read, after it got its program's path. */
static int handed_file = -1;

static bool is_handover(const char *path)
{
    return (handover_waits() || handed_file >= 0) && path != NULL && strcmp(path, HANDOVER_FILE) == 0;
}

/* The file to read: that of the program that comes now, or that has come. */
static int open_handed(void)
{
    if (handed_file < 0)
        return hand_over();
    int file = handed_file;
    handed_file = -1;
    return file;
}

/*
 * A runtime that keeps no copy of its program's name starts with the file's name, padded with slashes: the program's
 * name is written over it before it is opened.
 */
static void answer_name(const char *path)
{
    if (!handover_waits() || path == NULL || strncmp(path, HANDOVER_FILE "/", sizeof HANDOVER_FILE) != 0)
        return;
    size_t room = strlen(path);
    handed_file = hand_over();
    const char *program = handover_program();
    if (program == NULL || strlen(program) > room)
        handover_start_ordinarily();
    strcpy((char *)path, program);
}

/* The function of this name that the runtime would have called. */
#define NEXT(name) __typeof__(&name) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* Whether there is a third argument: only then may it be read (open(2)). */
#define HAS_MODE(flags) (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE)

#define READ_MODE(mode, flags)           \
    mode_t mode = 0;                     \
    if (HAS_MODE(flags)) {               \
        va_list rest;                    \
        va_start(rest, flags);           \
        mode = va_arg(rest, mode_t);     \
        va_end(rest);                    \
    }

#define DEFINE_OPEN(name)                        \
    int name(const char *path, int flags, ...)   \
    {                                            \
        NEXT(name);                              \
        READ_MODE(mode, flags);                  \
        if (is_handover(path))                   \
            return open_handed();                \
        answer_name(path);                       \
        return next(path, flags, mode);          \
    }

#define DEFINE_OPENAT(name)                              \
    int name(int folder, const char *path, int flags, ...) \
    {                                                    \
        NEXT(name);                                      \
        READ_MODE(mode, flags);                  \
        if (is_handover(path))                           \
            return open_handed();                        \
        return next(folder, path, flags, mode);          \
    }

/* glibc's headers turn an open without a mode into this (_FORTIFY_SOURCE). */
#define DEFINE_OPEN_2(name)                   \
    int name(const char *path, int flags);    \
    int name(const char *path, int flags)     \
    {                                         \
        NEXT(name);                           \
        if (is_handover(path))                \
            return open_handed();             \
        return next(path, flags);             \
    }

#define DEFINE_FOPEN(name)                              \
    FILE *name(const char *path, const char *mode)      \
    {                                                   \
        NEXT(name);                                     \
        if (is_handover(path))                          \
            return fdopen(open_handed(), "r");            \
        answer_name(path);                              \
        return next(path, mode);                        \
    }

DEFINE_OPEN(open)
DEFINE_OPEN(open64)
DEFINE_OPENAT(openat)
DEFINE_OPENAT(openat64)
DEFINE_OPEN_2(__open_2)
DEFINE_OPEN_2(__open64_2)
DEFINE_FOPEN(fopen)
DEFINE_FOPEN(fopen64)

/* Puts the program's full path into `buffer`, or returns false if there is no room. */
static bool put_path(char *buffer, size_t size, const char *path)
{
    NEXT(getcwd);
    size_t length = 0;
    /* Like a runtime completes a path. */
    if (strncmp(path, "./", 2) == 0)
        path += 2;
    if (path[0] != '/') {
        if (next(buffer, size) == NULL)
            return false;
        length = strlen(buffer);
        buffer[length++] = '/';
    }
    if (length + strlen(path) >= size)
        return false;
    strcpy(buffer + length, path);
    return true;
}

char *getcwd(char *buffer, size_t size)
{
    NEXT(getcwd);
    if (!handover_waits_at_folder())
        return next(buffer, size);
    handed_file = hand_over();
    const char *path = handover_program();
    if (path == NULL || buffer == NULL || !put_path(buffer, size, path))
        handover_start_ordinarily();
    return buffer;
}
