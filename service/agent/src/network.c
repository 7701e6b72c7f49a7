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

/*
 * The number of attempts to send something without a route, or to a missing name server on this machine (proc_net(5),
 * /proc/net/snmp; RFC 4293, ipSystemStatsOutNoRoutes; RFC 4113, udpNoPorts). 0 if it cannot be read.
 */
uint64_t network_attempts(void)
{
    char text[8192];
    int file = open("/proc/net/snmp", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0)
        close(file);
    if (length <= 0)
        return 0;
    text[length] = 0;
    return read_column(text, "Ip:", "OutNoRoutes") + read_column(text, "Udp:", "NoPorts");
}
