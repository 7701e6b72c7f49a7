#include "prepared.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "child.h"
#include "clock.h"
#include "handed.h"
#include "rlimits.h"

const struct prepared NOT_PREPARED = {.socket = -1};

enum {
    MAX_HANDED = 96 * 1024, /* of arguments and environment: one message of a socket (net.core.wmem_default) */
    OWN_VARIABLES = 2,
    LEAST_OPEN_FILES = 64,  /* a started runtime has some open, and receives more */
    COPY_WITHIN_MS = 1000,  /* a copy takes about one */
};

static void answer(struct agent *agent, const char *failure)
{
    uint8_t payload[1 + 256];
    size_t length = strnlen(failure, sizeof payload - 1);
    memcpy(put_u8(payload, length == 0), failure, length);
    outbox_ordered(&agent->outbox, AGENT_PREPARED, payload, 1 + length);
}

/* The path of the library that waits in the runtime, beside the agent itself (proc(5), /proc/self/exe). */
static bool find_library(char *path, size_t size)
{
    char self[256];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return false;
    self[length] = 0;
    snprintf(path, size, "%s/handover.so", dirname(self));
    return access(path, R_OK) == 0;
}

/* The runtime's environment while it waits: its own, and the library's variables. The caller frees the array. */
static char **waiting_environment(char **envp, char *own[OWN_VARIABLES])
{
    size_t count = 0;
    while (envp[count] != NULL)
        count++;
    char **all = allocate((count + OWN_VARIABLES + 1) * sizeof *all);
    memcpy(all, envp, count * sizeof *all);
    memcpy(all + count, own, OWN_VARIABLES * sizeof *all);
    return all;
}

static pid_t start_child(const struct agent *agent, const struct exec_request *request, int theirs)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct child child = {.request = request, .work = agent->work, .agent = getppid(), .handover = theirs,
                          .in = null, .out = null, .err = null, .terminal = -1, .error = theirs};
    child_become(&child);
}

/* Starts the runtime of a PREPARE. It is PREPARED once it reports that it waits, or cannot. */
void prepared_start(struct agent *agent, const struct exec_request *request)
{
    struct prepared *prepared = &agent->prepared;
    char library[300], preload[320], handover[40];
    int ends[2];
    if (prepared->pid > 0 || agent->execution.state != STATE_NONE || agent->queue.first != NULL) {
        answer(agent, "something runs already");
        return;
    }
    if (!find_library(library, sizeof library) || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        answer(agent, strerror(errno));
        return;
    }
    snprintf(preload, sizeof preload, "LD_PRELOAD=%s", library);
    snprintf(handover, sizeof handover, "SANDRUN_HANDOVER=%d", ends[1]);
    char *own[OWN_VARIABLES] = {preload, handover};
    struct exec_request waiting = *request;
    waiting.envp = waiting_environment(request->envp, own);
    pid_t pid = start_child(agent, &waiting, ends[1]);
    int error = errno;
    close(ends[1]);
    free(waiting.envp);
    if (pid < 0) {
        close(ends[0]);
        answer(agent, strerror(error));
        return;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *prepared = (struct prepared){.pid = pid, .socket = ends[0], .phase = request->phase};
}

/* Ends it with all its processes, and says why it never waited, if it did not. */
static void end(struct agent *agent, const char *failure)
{
    struct prepared *prepared = &agent->prepared;
    processes_spare(0);
    do
        processes_kill();
    while (wait4(-1, NULL, __WALL, NULL) > 0 || errno == EINTR);
    close(prepared->socket);
    if (!prepared->ready)
        answer(agent, failure);
    *prepared = NOT_PREPARED;
}

/* Called before anything else runs in the sandbox. */
void prepared_end(struct agent *agent)
{
    if (agent->prepared.pid > 0)
        end(agent, "a program came first");
}

/* Call this when the socket is readable: the runtime waits for its program, or never will. */
void prepared_heard(struct agent *agent)
{
    struct prepared *prepared = &agent->prepared;
    struct child_error error = {0};
    ssize_t count = recv(prepared->socket, &error, sizeof error, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count == 1 && !prepared->ready) {
        prepared->ready = true;
        answer(agent, "");
        return;
    }
    end(agent, count == (ssize_t)sizeof error ? strerror(error.number) : "the runtime ended before it could wait");
}

/* A copied runtime has ended, because a program has killed it. The next program starts normally. */
void prepared_reaped(struct agent *agent)
{
    close(agent->prepared.socket);
    agent->prepared = NOT_PREPARED;
    processes_spare(0);
}

/* Before a RESET: only a copied runtime may stay, because no program had its memory. */
void prepared_reset(struct agent *agent)
{
    if (!agent->prepared.copied)
        prepared_end(agent);
}

/* The message: the flags, the number of arguments, the arguments and the environment, each with a NUL. */
static size_t handed_size(const struct exec_request *request)
{
    size_t size = 1 + 12;
    for (char **strings = request->argv; *strings != NULL; strings++)
        size += strlen(*strings) + 1;
    for (char **strings = request->envp; *strings != NULL; strings++)
        size += strlen(*strings) + 1;
    return size;
}

/* Whether it waits, and may and can take this EXEC. */
bool prepared_fits(const struct prepared *prepared, const struct exec_request *request)
{
    return prepared->ready && request->prepared && request->phase == prepared->phase
        && (request->copied || !prepared->copied)
        && request->open_files >= LEAST_OPEN_FILES && handed_size(request) <= MAX_HANDED;
}

static char *put_strings(char *at, char **strings)
{
    for (; *strings != NULL; strings++)
        at = stpcpy(at, *strings) + 1;
    return at;
}

static size_t write_handed(char *buffer, const struct exec_request *request, bool copied)
{
    size_t count = 0;
    while (request->argv[count] != NULL)
        count++;
    buffer[0] = (char)((request->terminal ? HANDED_TERMINAL : 0) | (copied ? HANDED_COPY : 0));
    char *at = buffer + 1;
    at += snprintf(at, 12, "%zu", count) + 1;
    return (size_t)(put_strings(put_strings(at, request->argv), request->envp) - buffer);
}

/* Sends the program in one message (unix(7), SCM_RIGHTS): its stdio, and its own `socket` if a copy takes it, or -1. */
static bool send_program(const struct prepared *prepared, const struct exec_request *request, const int stdio[3],
                         int socket)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(HANDED_DESCRIPTORS * sizeof(int))];
    } control = {0};
    const int descriptors[HANDED_DESCRIPTORS] = {stdio[0], stdio[1], stdio[2], socket};
    size_t size = (socket < 0 ? HANDED_STDIO : HANDED_DESCRIPTORS) * sizeof(int);
    char *buffer = allocate(handed_size(request));
    struct iovec text = {.iov_base = buffer, .iov_len = write_handed(buffer, request, socket >= 0)};
    struct msghdr message = {.msg_iov = &text, .msg_iovlen = 1,
                             .msg_control = control.bytes, .msg_controllen = (socklen_t)CMSG_SPACE(size)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = (socklen_t)CMSG_LEN(size);
    memcpy(CMSG_DATA(header), descriptors, size);
    bool sent = sendmsg(prepared->socket, &message, MSG_NOSIGNAL) >= 0;
    int error = errno;
    free(buffer);
    errno = error;
    return sent;
}

/* Waits for one message of this size, or returns false: it does not come, or the other end is closed. */
static bool receive(int socket, void *message, size_t size)
{
    struct pollfd readable = {.fd = socket, .events = POLLIN};
    return poll(&readable, 1, COPY_WITHIN_MS) == 1 && recv(socket, message, size, 0) == (ssize_t)size;
}

/* The copy that the runtime has forked begins once its limits are set. Returns its pid, or -1. */
static pid_t begin_copy(const struct prepared *prepared, const struct exec_request *request, int socket)
{
    struct handed_copy copy;
    char forked;
    if (!receive(prepared->socket, &forked, 1) || !receive(socket, &copy, sizeof copy) || copy.pid <= 1
        || !rlimits_set(copy.pid, request) || send(socket, "", 1, MSG_NOSIGNAL) != 1)
        return -1;
    return copy.pid;
}

/* A program may have stopped the runtime before it ended itself. */
static pid_t hand_to_copy(struct prepared *prepared, const struct exec_request *request, const int stdio[3],
                          int *started)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    kill(prepared->pid, SIGCONT);
    bool sent = send_program(prepared, request, stdio, ends[1]);
    close(ends[1]);
    pid_t pid = sent ? begin_copy(prepared, request, ends[0]) : -1;
    if (pid < 0) {
        close(ends[0]);
        return -1;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *started = ends[0];
    prepared->copied = true;
    processes_spare(prepared->pid);
    return pid;
}

/*
 * Gives the program to the runtime, or to a copy. Returns the pid, and in `started` what closes when the program runs;
 * or -1, with errno set, if the process is gone.
 */
pid_t prepared_hand_over(struct prepared *prepared, const struct exec_request *request, const int stdio[3],
                         int *started)
{
    if (request->copied)
        return hand_to_copy(prepared, request, stdio, started);
    pid_t pid = prepared->pid;
    if (!rlimits_set(pid, request) || !send_program(prepared, request, stdio, -1))
        return -1;
    *started = prepared->socket;
    *prepared = NOT_PREPARED;
    return pid;
}
