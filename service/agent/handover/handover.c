/*
 * Waits in a prepared runtime for its program, whatever language the runtime is written in. The runtime opens and reads
 * the file /.sandrun/handover, and this library, loaded before all others (ld.so(8), LD_PRELOAD), answers. It reports
 * that the runtime has started, waits for the agent's one message, takes over stdin, stdout, stderr, the terminal and
 * the environment, and gives the runtime a file to read: the number of arguments, the arguments and the environment,
 * each with a NUL at its end.
 *
 * A runtime that determines its program before it opens this file starts with "." as its program, and with
 * SANDRUN_HANDOVER_FOLDER: it asks for its folder to complete that path (getcwd(3)), and gets the program's. Then it
 * reads the same file. SANDRUN_HANDOVER_CLOCK names the variable in which the runtime keeps its start in nanoseconds;
 * the library adds the wait to it.
 *
 * If the message asks for a copy, the runtime goes on waiting, and a process that it forks runs the program (copy.c).
 *
 * The library is linked to no other, so that it works with every C library.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../src/child.h"
#include "../src/handed.h"
#include "copy.h"
#include "handover.h"

enum { MAX_MESSAGE = 128 * 1024, HIGH_DESCRIPTOR = 60 };

static int agent = -1;
static bool at_folder;
static const char *clock_name;
/* The place where the kernel finds this process's environment (proc_pid_environ(5)): one string after the other. */
static char *shown, *shown_end;
static char handed[MAX_MESSAGE];

/* The environment in the message, after the arguments. */
static const char *environment(void)
{
    const char *at = handed + 1;
    for (int skip = atoi(at) + 1; skip > 0; skip--)
        at += strlen(at) + 1;
    return at;
}

/* Descriptors are allocated from below: the runtime and its program must get their usual numbers. */
static void out_of_the_way(void)
{
    int high = fcntl(agent, F_DUPFD_CLOEXEC, HIGH_DESCRIPTOR);
    if (high < 0) {
        fcntl(agent, F_SETFD, FD_CLOEXEC);
        return;
    }
    close(agent);
    agent = high;
}

/*
 * Until the program comes, nobody may look into this process (prctl(2), PR_SET_DUMPABLE), and its children must not
 * know this library.
 */
__attribute__((constructor)) static void begin(void)
{
    const char *socket = getenv("SANDRUN_HANDOVER");
    if (socket == NULL)
        return;
    agent = atoi(socket);
    shown = shown_end = environ[0];
    for (char **variable = environ; *variable == shown_end; variable++)
        shown_end += strlen(*variable) + 1;
    at_folder = getenv("SANDRUN_HANDOVER_FOLDER") != NULL;
    /* The program's environment replaces the current one, which is not freed. */
    clock_name = getenv("SANDRUN_HANDOVER_CLOCK");
    out_of_the_way();
    unsetenv("SANDRUN_HANDOVER");
    unsetenv("LD_PRELOAD");
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Receives the agent's message. Returns its length, with its descriptors, or 0. */
static size_t receive(int descriptors[HANDED_DESCRIPTORS])
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(HANDED_DESCRIPTORS * sizeof(int))];
    } control;
    struct iovec text = {.iov_base = handed, .iov_len = sizeof handed};
    struct msghdr message = {.msg_iov = &text, .msg_iovlen = 1,
                             .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t length;
    do
        length = recvmsg(agent, &message, MSG_CMSG_CLOEXEC);
    while (length < 0 && errno == EINTR);
    const struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    size_t count = length > 0 && (handed[0] & HANDED_COPY) ? HANDED_DESCRIPTORS : HANDED_STDIO;
    if (length <= 1 || header == NULL || header->cmsg_len != CMSG_LEN(count * sizeof(int)))
        return 0;
    memcpy(descriptors, CMSG_DATA(header), count * sizeof(int));
    return (size_t)length;
}

/* Each string and the array are allocated separately: Perl frees them at its end. */
static bool take_environment(const char *end)
{
    const char *at = environment();
    size_t count = 0;
    for (const char *next = at; next < end; next += strlen(next) + 1)
        count++;
    char **variables = calloc(count + 1, sizeof *variables);
    if (variables == NULL)
        return false;
    for (size_t i = 0; i < count; i++, at += strlen(at) + 1)
        if ((variables[i] = strdup(at)) == NULL)
            return false;
    environ = variables;
    return true;
}

/* Shows the program's environment instead of the original one, as far as there is room. */
static void show_environment(const char *end)
{
    const char *at = environment();
    while (shown < shown_end)
        *shown++ = at < end ? *at++ : 0;
    if (shown != NULL)
        shown[-1] = 0;
}

static bool take_stdio(const int descriptors[HANDED_DESCRIPTORS], bool terminal)
{
    for (int fd = 0; fd < HANDED_STDIO; fd++) {
        if (dup2(descriptors[fd], fd) != fd)
            return false;
        close(descriptors[fd]);
    }
    /* This process leads a session without a terminal (ioctl_tty(2)). */
    return !terminal || ioctl(STDOUT_FILENO, TIOCSCTTY, 0) == 0;
}

/* The file that the runtime reads: it has no name. */
static int file_of(const char *bytes, size_t length)
{
    int file = memfd_create("handover", MFD_CLOEXEC);
    if (file < 0 || write(file, bytes, length) != (ssize_t)length || lseek(file, 0, SEEK_SET) != 0)
        return -1;
    return file;
}

/* If the program can't be taken over, the agent is informed and starts it normally. */
static int give_up(void)
{
    struct child_error error = {.step = STEP_STDIO, .number = errno};
    (void)!write(agent, &error, sizeof error);
    _exit(127);
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* Shifts the clock as if the runtime had started later. */
static void skip(uint64_t waited_ns)
{
    uint64_t *start = clock_name == NULL ? NULL : dlsym(RTLD_DEFAULT, clock_name);
    if (start != NULL)
        *start += waited_ns;
}

bool handover_waits(void)
{
    return agent >= 0;
}

bool handover_waits_at_folder(void)
{
    return agent >= 0 && at_folder;
}

/*
 * Reports that the runtime has started, and takes the program when it comes. Returns a file with its arguments and
 * environment.
 */
int hand_over(void)
{
    int descriptors[HANDED_DESCRIPTORS];
    uint64_t begun = now_ns();
    if (write(agent, "", 1) != 1)
        _exit(127);
    size_t length;
    while ((length = receive(descriptors)) > 0 && (handed[0] & HANDED_COPY)) {
        if (!copy_self(agent, descriptors)) {
            /* The next copy must not find the arguments of this one. */
            memset(handed, 0, length);
            continue;
        }
        close(agent);
        agent = descriptors[HANDED_SOCKET];
        out_of_the_way();
        break;
    }
    if (length == 0)
        return give_up();
    int file = file_of(handed + 1, length - 1);
    if (file < 0 || !take_stdio(descriptors, handed[0] & HANDED_TERMINAL) || !take_environment(handed + length)
        || prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0)
        return give_up();
    skip(now_ns() - begun);
    show_environment(handed + length);
    /* Closing it says that the program runs. */
    close(agent);
    agent = -1;
    return file;
}

/*
 * The program among the arguments: the first that is not an option, or NULL. An option and its value must be one
 * argument.
 */
const char *handover_program(void)
{
    const char *at = handed + 1;
    int count = atoi(at);
    at += strlen(at) + 1;
    for (int i = 0; i < count; i++, at += strlen(at) + 1)
        if (i > 0 && at[0] != '-')
            return at;
    return NULL;
}

/* Starts the program normally if it can't be passed to the runtime. */
_Noreturn void handover_start_ordinarily(void)
{
    char *at = handed + 1;
    int count = atoi(at);
    char **argv = calloc((size_t)count + 1, sizeof *argv);
    if (argv == NULL)
        _exit(127);
    for (int i = 0; i < count; i++) {
        at += strlen(at) + 1;
        argv[i] = at;
    }
    execvp(argv[0], argv);
    _exit(127);
}
