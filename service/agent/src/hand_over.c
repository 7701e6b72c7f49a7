/* Gives a program to a prepared runtime, or to a copy of it. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "handed.h"
#include "prepared.h"
#include "processes.h"
#include "rlimits.h"

enum { COPY_WITHIN_MS = 2500 }; /* for each message, on a busy machine; a copy takes about one */

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
    char *buffer = allocate(prepared_message_size(request));
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
