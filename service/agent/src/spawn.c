#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "no_input.h"
#include "terminal.h"

const struct program NO_PROGRAM = {.pid = 0, .in = -1, .out = -1, .err = -1, .no_input = -1, .slave = -1, .exec_error = -1};

void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Closes the agent's ends. */
void program_close(struct program *program)
{
    int *ends[] = {&program->in, &program->out, &program->err,
                   &program->no_input, &program->slave, &program->exec_error};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        close_end(ends[i]);
}

/* Creates a pipe whose `ours` end (0 to read, 1 to write) is non-blocking. The program's end blocks, as it expects. */
static bool make_pipe(int ours, int *our_end, int *their_end)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    *our_end = ends[ours];
    *their_end = ends[1 - ours];
    return fcntl(*our_end, F_SETFL, O_NONBLOCK) == 0;
}

/* Opens the program's 0, 1 and 2, and the agent's end of each. The terminal is already open. */
static bool open_ends(const struct exec_request *request, struct program *program, struct child *child)
{
    bool terminal_input = request->terminal && request->stdin_frames && !request->stdin_pipe;
    if (request->terminal) {
        child->terminal = child->out = child->err = program->slave;
    } else if (!make_pipe(0, &program->out, &child->out) || !make_pipe(0, &program->err, &child->err)) {
        return false;
    }
    if (terminal_input) {
        child->in = program->slave;
        program->in = fcntl(program->out, F_DUPFD_CLOEXEC, 0);
        return program->in >= 0;
    }
    if (request->stdin_frames)
        return make_pipe(1, &program->in, &child->in);
    child->in = no_input_open();
    program->no_input = child->in < 0 ? -1 : fcntl(child->in, F_DUPFD_CLOEXEC, 0);
    return program->no_input >= 0;
}

static void close_child_ends(const struct program *program, struct child *child)
{
    int *ends[] = {&child->in, &child->out, &child->err, &child->error};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (*ends[i] != program->slave)
            close_end(ends[i]);
}

/* Forks the program's process. Returns its pid, or -1 with errno set. */
static pid_t start_child(struct child *child, struct program *program)
{
    if (!make_pipe(0, &program->exec_error, &child->error))
        return -1;
    pid_t pid = fork();
    if (pid == 0)
        child_become(child);
    return pid;
}

/* Gives the program to a waiting process. Returns its pid, or -1 with errno set. */
static pid_t hand_over(const struct child *child, struct prepared *prepared, struct program *program)
{
    const int stdio[3] = {child->in, child->out, child->err};
    return prepared_hand_over(prepared, child->request, stdio, &program->exec_error);
}

/*
 * Starts the program in the folder `work`, or gives it to the `prepared` process if that is not NULL; spawn_result has
 * the result once `exec_error` is readable. On failure (FAILURE_TERMINAL or, without a process, FAILURE_INTERNAL) errno
 * is set, nothing is left open, and `prepared` is unchanged.
 */
enum failure spawn(const struct exec_request *request, int work, struct prepared *prepared, struct program *program)
{
    struct child child = {.request = request, .work = work, .agent = getpid(), .handover = -1,
                          .in = -1, .out = -1, .err = -1, .terminal = -1, .error = -1};
    *program = NO_PROGRAM;
    if (request->terminal && !terminal_open(request->cols, request->rows, &program->out, &program->slave))
        return FAILURE_TERMINAL;
    if (!open_ends(request, program, &child))
        program->pid = -1;
    else
        program->pid = prepared == NULL ? start_child(&child, program) : hand_over(&child, prepared, program);
    int error = errno;
    close_child_ends(program, &child);
    if (program->pid > 0)
        return FAILURE_NONE;
    program_close(program);
    errno = error;
    return FAILURE_INTERNAL;
}

/*
 * Reads what the child wrote before exec; call this when `exec_error` is readable. It is empty if the program runs
 * (FAILURE_NONE), otherwise a child_error, which becomes a message.
 */
enum failure spawn_result(struct program *program, const char *name, char *message, size_t size)
{
    struct child_error error;
    ssize_t count = read(program->exec_error, &error, sizeof error);
    close_end(&program->exec_error);
    if (count != (ssize_t)sizeof error)
        return FAILURE_NONE;
    if (error.step != STEP_EXEC) {
        snprintf(message, size, "%s: step %d before exec: %s", name, error.step, strerror(error.number));
        return FAILURE_INTERNAL;
    }
    snprintf(message, size, "%s: %s", name, strerror(error.number));
    switch (error.number) {
    case ENOENT:
    case ENOTDIR:
        return FAILURE_NOT_FOUND;
    case EACCES:
    case EPERM:
    case ENOEXEC:
    case ELIBBAD:
        return FAILURE_NOT_EXECUTABLE;
    default:
        return FAILURE_INTERNAL;
    }
}
