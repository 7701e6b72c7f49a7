/* Starts a program. */
#ifndef SPAWN_H
#define SPAWN_H

#include <sys/types.h>

#include "exec_request.h"
#include "prepared.h"
#include "protocol.h"

/* The agent's ends. All are non-blocking and close-on-exec; -1 if there is none (any more). */
struct program {
    pid_t pid;
    int in;         /* to its stdin: a pipe, or a duplicate of the terminal's master */
    int out;        /* from its stdout, or the terminal's master */
    int err;        /* from its stderr */
    int no_input;   /* the stdin of a program without input */
    int slave;      /* the terminal's other end, kept open so that the master never reports a hang-up too early */
    int exec_error; /* closes when the program was executed or taken over; before that it says why this failed */
};

extern const struct program NO_PROGRAM;

enum failure spawn(const struct exec_request *request, int work, struct prepared *prepared, struct program *program);
enum failure spawn_result(struct program *program, const char *name, char *message, size_t size);
void program_close(struct program *program);
void close_end(int *fd);

#endif
