#include "network.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The number in a column of a table: a line of names, then a line of numbers, both beginning with `table`. */
static uint64_t read_column(const char *text, const char *table, const char *column)
{
    const char *names = strstr(text, table);
    const char *numbers = names == NULL ? NULL : strstr(names + 1, table);
    if (numbers == NULL)
        return 0;
    const char *end = strchr(names, '\n');
    size_t length = strlen(column);
    while ((names = strchr(names, ' ')) != NULL && names < end && (numbers = strchr(numbers, ' ')) != NULL) {
        names++;
        numbers++;
        if (strncmp(names, column, length) == 0 && (names[length] == ' ' || names[length] == '\n'))
            return strtoull(numbers, NULL, 10);
    }
    return 0;
}

/* Stays open, because opening it takes kernel memory of the sandbox (cgroup_has_room). */
static int counters = -1;

void network_open(void)
{
    counters = open("/proc/net/snmp", O_RDONLY | O_CLOEXEC);
    network_attempts(); /* the kernel allocates a buffer at the first read */
}

/*
 * The number of attempts to send something without a route, or to a missing name server on this machine (proc_net(5),
 * /proc/net/snmp; RFC 4293, ipSystemStatsOutNoRoutes; RFC 4113, udpNoPorts). 0 if it cannot be read.
 */
uint64_t network_attempts(void)
{
    char text[8192];
    ssize_t length = pread(counters, text, sizeof text - 1, 0);
    if (length <= 0)
        return 0;
    text[length] = 0;
    return read_column(text, "Ip:", "OutNoRoutes") + read_column(text, "Udp:", "NoPorts");
}
