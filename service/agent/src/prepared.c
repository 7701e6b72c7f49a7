#include "prepared.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "child.h"

const struct prepared NOT_PREPARED = {.socket = -1};

enum {
    MAX_HANDED = 96 * 1024, /* of arguments and environment: one message of a socket (net.core.wmem_default) */
    OWN_VARIABLES = 2,
    LEAST_OPEN_FILES = 64,  /* a started runtime has some open, and receives more */
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

/* The runtime has ended: a program has killed it. The next program starts normally. */
void prepared_reaped(struct agent *agent)
{
    if (!agent->prepared.ready)
        answer(agent, "the runtime ended before it could wait");
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
size_t prepared_message_size(const struct exec_request *request)
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
        && request->open_files >= LEAST_OPEN_FILES && prepared_message_size(request) <= MAX_HANDED;
}
