/*
 * A program waits for input if one of its threads is in a call that ends when its stdin has something to read, and does
 * not end on its own: read, and poll, select and epoll without a timeout. The kernel says in which call a thread is,
 * and its arguments (proc_pid_syscall(5)); the descriptors of poll and select are in the program's memory. This needs
 * ptrace(2) rights, which init of a sandbox has for everything in it. If a machine forbids that, the agent never
 * reports a wait. The program writes the data that is read here. It can pretend to wait, and no more.
 */
#include "waiting.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "agent.h"
#include "clock.h"

enum {
    FIRST_LOOK = 50 * MILLISECOND, /* after a byte has moved: input that is used at once is never reported */
    LAST_INTERVAL = SECOND,
    /* Looking takes time that counts as the program's, and must not make a waiting program busy (limits.c). */
    MOST_THREADS = 64,
    MOST_POLLED = 64,
    MOST_SELECTED = 1024, /* FD_SETSIZE */
};

/* The call that a thread waits in: its number and its arguments. */
struct call {
    long number;
    unsigned long arguments[5];
};

/* The watched stdin: a pipe or a terminal by its inode, and a terminal also as /dev/tty. */
struct watched {
    struct stat file;
    bool terminal;
};

static bool is_input(const struct watched *input, const char *process, long fd)
{
    char path[64];
    struct stat status;
    snprintf(path, sizeof path, "/proc/%s/fd/%ld", process, fd);
    if (fd < 0 || stat(path, &status) != 0)
        return false;
    bool same = status.st_dev == input->file.st_dev && status.st_ino == input->file.st_ino;
    return same || (input->terminal && S_ISCHR(status.st_mode) && status.st_rdev == makedev(5, 0));
}

static ssize_t read_file(const char *path, char *text, size_t size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, size - 1);
    if (file >= 0)
        close(file);
    if (length >= 0)
        text[length] = 0;
    return length;
}

/* Returns how many bytes of the process's memory were readable. */
static size_t read_memory(const char *process, unsigned long address, void *bytes, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/mem", process);
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = memory < 0 ? -1 : pread(memory, bytes, size, (off_t)address);
    if (memory >= 0)
        close(memory);
    return length < 0 ? 0 : (size_t)length;
}

static bool polls(const struct watched *input, const char *process, const struct call *call)
{
    struct pollfd ends[MOST_POLLED];
    size_t count = call->arguments[1] < MOST_POLLED ? call->arguments[1] : MOST_POLLED;
    count = read_memory(process, call->arguments[0], ends, count * sizeof *ends) / sizeof *ends;
    for (size_t i = 0; i < count; i++)
        if ((ends[i].events & POLLIN) && is_input(input, process, ends[i].fd))
            return true;
    return false;
}

static bool selects(const struct watched *input, const char *process, const struct call *call)
{
    uint8_t bits[MOST_SELECTED / 8] = {0};
    size_t count = call->arguments[0] < MOST_SELECTED ? call->arguments[0] : MOST_SELECTED;
    if (call->arguments[1] == 0)
        return false;
    read_memory(process, call->arguments[1], bits, (count + 7) / 8);
    for (size_t fd = 0; fd < count; fd++)
        if ((bits[fd / 8] & (1U << fd % 8)) && is_input(input, process, (long)fd))
            return true;
    return false;
}

/* The descriptors of an epoll are in lines of "tfd: 0 events: 19 …" (proc_pid_fdinfo(5)). */
static bool epolls(const struct watched *input, const char *process, const struct call *call)
{
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/%s/fdinfo/%lu", process, call->arguments[0]);
    if (read_file(path, text, sizeof text) <= 0)
        return false;
    for (const char *at = text; (at = strstr(at, "tfd:")) != NULL; at += 4)
        if (is_input(input, process, strtol(at + 4, NULL, 10)))
            return true;
    return false;
}

static bool calls_for_input(const struct watched *input, const char *process, const struct call *call)
{
    const unsigned long *arguments = call->arguments;
    switch (call->number) {
    case SYS_read:
    case SYS_readv:
        return is_input(input, process, (int)arguments[0]);
    case SYS_ppoll:
        return arguments[2] == 0 && polls(input, process, call);
    case SYS_pselect6:
        return arguments[4] == 0 && selects(input, process, call);
    case SYS_epoll_pwait:
        return (int)arguments[3] < 0 && epolls(input, process, call);
#if defined(__x86_64__) /* arm64 has only the newer ones */
    case SYS_poll:
        return (int)arguments[2] < 0 && polls(input, process, call);
    case SYS_select:
        return arguments[4] == 0 && selects(input, process, call);
    case SYS_epoll_wait:
        return (int)arguments[3] < 0 && epolls(input, process, call);
#endif
    default:
        return false;
    }
}

/* If a thread runs, or waits in no call, the file says that instead of numbers. */
static bool thread_waits(const struct watched *input, const char *process, const char *thread)
{
    char path[320], text[256];
    struct call call;
    unsigned long *to = call.arguments;
    snprintf(path, sizeof path, "/proc/%s/task/%s/syscall", process, thread);
    if (read_file(path, text, sizeof text) <= 0)
        return false;
    int read = sscanf(text, "%ld %lx %lx %lx %lx %lx", &call.number, to, to + 1, to + 2, to + 3, to + 4);
    return read == 6 && calls_for_input(input, process, &call);
}

struct search {
    struct watched input;
    int threads_left;
};

static bool process_waits(struct search *search, const char *process);

/* The children of a thread (proc_pid_task(5)). An orphan is a child of the agent. */
static bool child_waits(struct search *search, const char *process, const char *thread)
{
    char path[320], child[16];
    snprintf(path, sizeof path, "/proc/%s/task/%s/children", process, thread);
    FILE *children = fopen(path, "re");
    bool found = false;
    while (children != NULL && !found && fscanf(children, "%15s", child) == 1)
        found = process_waits(search, child);
    if (children != NULL)
        fclose(children);
    return found;
}

/* A process and its descendants. */
static bool process_waits(struct search *search, const char *process)
{
    char path[320];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%s/task", process);
    DIR *threads = opendir(path);
    if (threads == NULL)
        return false;
    for (struct dirent *entry; !found && search->threads_left > 0 && (entry = readdir(threads)) != NULL;) {
        if (!isdigit((unsigned char)entry->d_name[0]) || strlen(entry->d_name) > 15)
            continue;
        search->threads_left--;
        found = thread_waits(&search->input, process, entry->d_name) || child_waits(search, process, entry->d_name);
    }
    closedir(threads);
    return found;
}

static bool program_waits(const struct program *program, bool terminal)
{
    struct search search = {.input = {.terminal = terminal}, .threads_left = MOST_THREADS};
    char self[16];
    if (fstat(terminal ? program->slave : program->in, &search.input.file) != 0)
        return false;
    snprintf(self, sizeof self, "%d", (int)getpid());
    return child_waits(&search, self, self);
}

/* A byte has moved in either direction: the program may soon do something else. */
void waiting_moved(struct waiting *waiting, int64_t now)
{
    waiting->interval = FIRST_LOOK;
    if (waiting->next > now + FIRST_LOOK || waiting->next == 0)
        waiting->next = now + FIRST_LOOK;
}

/* Looks, if it is time to, and reports a change to the host. `live`: somebody may still type. */
void waiting_check(struct agent *agent, bool live)
{
    struct execution *execution = &agent->execution;
    struct waiting *waiting = &execution->waiting;
    const struct exec_request *request = execution->request;
    int64_t now = clock_us();
    if (execution->state != STATE_RUNNING || now < waiting->next)
        return;
    bool terminal = request->terminal && !request->stdin_pipe;
    uint8_t waits = live && execution->program.in >= 0 && program_waits(&execution->program, terminal);
    waiting->interval = waiting->interval < LAST_INTERVAL / 2 ? waiting->interval * 2 : LAST_INTERVAL;
    waiting->next = now + waiting->interval;
    if (waits != waiting->now)
        outbox_ordered(&agent->outbox, AGENT_WAITING, &waits, sizeof waits);
    waiting->now = waits;
}
