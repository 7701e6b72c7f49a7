/*
 * Stands in for the emulator's own program of this name, which starts the processes of a program, in an emulator that is
 * up before its program. Processes get the streams and limits of whoever starts them, and the emulator starts that
 * program at once. So this waits for the first order, takes what the emulator has by then, and becomes that program.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ORDERS = 3, MAX_VARIABLES = 4096, MAX_ENVIRONMENT = 128 * 1024 };

static void take_limits(pid_t emulator)
{
    struct rlimit limit;
    for (int resource = 0; resource < RLIM_NLIMITS; resource++)
        if (prlimit(emulator, resource, NULL, &limit) == 0)
            setrlimit(resource, &limit);
}

/* A terminal is open both ways. The reader of a pipe must not write to it, or the pipe would never end. */
static int ways(const char *path, int fd)
{
    struct stat stream;
    if (stat(path, &stream) == 0 && S_ISCHR(stream.st_mode))
        return O_RDWR;
    return fd == STDIN_FILENO ? O_RDONLY : O_WRONLY;
}

static void take_streams(pid_t emulator)
{
    char path[64];
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        snprintf(path, sizeof path, "/proc/%d/fd/%d", emulator, fd);
        int stream = open(path, ways(path, fd) | O_NOCTTY);
        if (stream < 0)
            _exit(127);
        dup2(stream, fd);
        close(stream);
    }
}

/* The environment that the emulator shows (proc_pid_environ(5)). */
static char **environment(pid_t emulator)
{
    static char text[MAX_ENVIRONMENT], *variables[MAX_VARIABLES + 1];
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/environ", emulator);
    int file = open(path, O_RDONLY);
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    size_t count = 0;
    for (char *at = text; at < text + length && *at != 0 && count < MAX_VARIABLES; at += strlen(at) + 1)
        variables[count++] = at;
    return variables;
}

int main(int argc, char **argv)
{
    char order, files[24];
    if (argc != 2 || recv(ORDERS, &order, 1, MSG_PEEK) != 1)
        return 0;
    pid_t emulator = getppid();
    take_streams(emulator);
    take_limits(emulator);
    snprintf(files, sizeof files, "%ld", sysconf(_SC_OPEN_MAX));
    char *arguments[] = {argv[0], files, NULL};
    execve(ERL_CHILD_SETUP, arguments, environment(emulator));
    return 127;
}
