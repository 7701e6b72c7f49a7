/*
 * The first process of a guest with a kernel for arm64. It starts the agent as a container has it: as the first process
 * of its own pid namespace, in which there are no threads of the kernel.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* The guest's serial port carries frames and nothing else: the kernel has another console. */
#define SERIAL_PORT "/dev/ttyAMA0"

static int fail(const char *what)
{
    perror(what);
    return 1;
}

static void place(const char *path, const char *type, const char *options)
{
    mkdir(path, 0755);
    if (mount(type, path, type, 0, options) != 0)
        perror(path);
}

static int become_agent(void)
{
    place("/proc", "proc", NULL);
    place("/dev", "devtmpfs", NULL);
    place("/dev/pts", "devpts", "ptmxmode=0666");
    place("/dev/shm", "tmpfs", NULL);
    place("/tmp", "tmpfs", NULL);
    place("/work", "tmpfs", NULL);
    int port = open(SERIAL_PORT, O_RDWR | O_NOCTTY);
    struct termios settings;
    if (port < 0 || tcgetattr(port, &settings) != 0)
        return fail(SERIAL_PORT);
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    tcsetattr(port, TCSANOW, &settings);
    if (dup2(port, 0) != 0 || dup2(port, 1) != 1)
        return fail("dup2");
    execl("/.sandrun/init", "init", "--cgroup-root", "/nonexistent", "--work", "/work", "--silence-ms", "600000", NULL);
    return fail("/.sandrun/init");
}

/* The kernel panics, and the guest ends, when this process does. */
int main(void)
{
    if (unshare(CLONE_NEWPID) != 0)
        return fail("unshare");
    if (fork() == 0)
        return become_agent();
    wait(NULL);
    return 0;
}
