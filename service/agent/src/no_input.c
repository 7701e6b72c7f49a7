#include "no_input.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

/*
 * Opens an empty file that nobody can write to (memfd_create(2), fcntl(2) "File Sealing") and whose access time is the
 * epoch: any read updates the time, even one that returns nothing. Without support for such files it is /dev/null.
 * Returns -1 with errno set on failure.
 */
int no_input_open(void)
{
    static const struct timespec EPOCH[2] = {{0, 0}, {0, 0}};
    int fd = memfd_create("stdin", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    futimens(fd, EPOCH);
    return fd;
}

/* Nothing is known about /dev/null. */
bool no_input_was_read(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_atim.tv_sec != 0;
}
