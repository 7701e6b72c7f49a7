/*
 * A version 1 cgroup does not count the data in sockets, and version 2 counts only TCP and UDP. Data in other sockets
 * is counted by both (AF_UNIX), by neither (netlink), or the sockets can't be created (seccomp.c). So a program could
 * keep any amount of data in the queues of sockets that are connected over the sandbox's own loopback.
 */
#include "sockets.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "usage.h"

enum {
    /* Filling queues takes the program's time. Looking at them takes the agent's, which counts as the program's and
     * must not make a waiting program busy (limits.c). */
    LOOK_AFTER_CPU = 10 * MILLISECOND,
    /* Reading the TCP tables walks the whole machine's, so it may take at most this part of the agent's time. */
    TCP_SHARE = 5,
};

/* Sockets of the sandbox; the TCP and UDP memory of the whole machine, which only bounds the sandbox's. */
struct summary {
    uint64_t sockets, tcp_bytes, udp_bytes;
};

static uint64_t number_after(const char *text, const char *line, const char *name)
{
    const char *at = strstr(text, line);
    const char *end = at == NULL ? NULL : strchr(at, '\n');
    at = at == NULL ? NULL : strstr(at, name);
    return at == NULL || (end != NULL && at > end) ? 0 : strtoull(at + strlen(name), NULL, 10);
}

/* Tables of the sandbox's sockets. They stay open, because opening one takes memory of the sandbox (cgroup_has_room). */
enum table { NETLINK, UDP, UDP6, TCP, TCP6, TABLES };

static const char *const PATHS[TABLES] = {"/proc/net/netlink", "/proc/net/udp", "/proc/net/udp6", "/proc/net/tcp",
                                          "/proc/net/tcp6"};
static FILE *tables[TABLES];

/* The descriptor of /proc/net/sockstat, and how many sockets there are without a program. */
static int statistics = -1;
static uint64_t without_program;

/* From /proc/net/sockstat (proc_net(5)), which is cheap. All 0 if it cannot be read. */
static struct summary summarise(void)
{
    char text[1024];
    ssize_t length = pread(statistics, text, sizeof text - 1, 0);
    text[length < 0 ? 0 : length] = 0;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    return (struct summary){
        .sockets = number_after(text, "sockets:", " used "),
        .tcp_bytes = number_after(text, "TCP:", " mem ") * page,
        .udp_bytes = number_after(text, "UDP:", " mem ") * page,
    };
}

/* Call this before the first program. Reads a line of each, so that the kernel has allocated its buffer. */
void sockets_open(void)
{
    char line[512];
    statistics = open("/proc/net/sockstat", O_RDONLY | O_CLOEXEC);
    without_program = summarise().sockets;
    for (int i = 0; i < TABLES; i++) {
        tables[i] = fopen(PATHS[i], "re");
        if (tables[i] != NULL)
            fgets(line, sizeof line, tables[i]);
    }
}

/* Adds up two columns of a table, whose first line has the names. `format` reads both numbers. */
static uint64_t sum(enum table table, const char *format)
{
    char line[512];
    uint64_t total = 0;
    unsigned int sent, received;
    FILE *file = tables[table];
    if (file == NULL)
        return 0;
    rewind(file);
    while (fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, format, &sent, &received) == 2)
            total += (uint64_t)sent + received;
    return total;
}

static const char QUEUES[] = "%*d: %*s %*s %*x %x:%x";

static uint64_t tcp_held(struct sockets *sockets)
{
    int64_t begun = clock_us();
    if (begun < sockets->next_walk)
        return sockets->tcp_bytes;
    sockets->tcp_bytes = sum(TCP, QUEUES) + sum(TCP6, QUEUES);
    int64_t ended = clock_us();
    sockets->next_walk = ended + (ended - begun) * TCP_SHARE;
    return sockets->tcp_bytes;
}

/*
 * Whether used memory and data in sockets together are within the cgroup's limit. Takes each step only if the previous
 * ones left the answer open. `cpu_us` is the CPU time of the EXEC so far.
 */
bool sockets_fit(struct sockets *sockets, const struct cgroup *cgroup, uint64_t cpu_us)
{
    if (cpu_us - sockets->cpu_us < LOOK_AFTER_CPU)
        return true;
    sockets->cpu_us = cpu_us;
    struct memory memory;
    struct summary summary = summarise();
    if (summary.sockets <= without_program || !cgroup_memory(cgroup, &memory))
        return true;
    uint64_t room = memory.limit > memory.used ? memory.limit - memory.used : 0;
    uint64_t held = sum(NETLINK, "%*s %*s %*s %*s %u %u");
    if (!cgroup->v2) {
        if (held + summary.udp_bytes + summary.tcp_bytes <= room)
            return true;
        held += sum(UDP, QUEUES) + sum(UDP6, QUEUES);
        if (summary.tcp_bytes > 0 && held + summary.tcp_bytes > room)
            held += tcp_held(sockets);
    }
    return held <= room || held <= room + cgroup_file_cache(cgroup);
}
