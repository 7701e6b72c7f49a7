/*
 * What an emulator that waits must still change in itself. Its arguments are in the state of its first process,
 * `init`, which takes no others. That process waits for a message while sandrun_wait.erl calls these functions, so its
 * state lies still.
 */
#include <dlfcn.h>
#include <erl_nif.h>
#include <linux/close_range.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

/* init.erl, #state: header, name, flags, args, start, kernel, bootpid. A tuple's header is its size (erl_term.h). */
enum { NAME = 1, ARGUMENTS = 3, BOOT_PROCESS = 6, ELEMENTS = 12, WORDS = 1 + ELEMENTS, MAX_STATES = 16 };
static const ERL_NIF_TERM HEADER = ELEMENTS << 6;

static ERL_NIF_TERM *states[MAX_STATES];
static size_t found;

static ERL_NIF_TERM truth(ErlNifEnv *env, int value)
{
    return enif_make_atom(env, value ? "true" : "false");
}

static bool is_state(const ERL_NIF_TERM *at, ERL_NIF_TERM name, ERL_NIF_TERM self)
{
    return at[0] == HEADER && at[NAME] == name && at[BOOT_PROCESS] == self;
}

static void look(ERL_NIF_TERM *at, const ERL_NIF_TERM *end, ERL_NIF_TERM name, ERL_NIF_TERM self)
{
    for (; at + WORDS <= end; at++)
        if (is_state(at, name, self) && found < MAX_STATES)
            states[found++] = at;
}

/* Looks through the pages of a mapping that are in memory: an emulator reserves far more than it uses. */
static void look_through(uintptr_t from, uintptr_t to, ERL_NIF_TERM name, ERL_NIF_TERM self)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (to - from) / page;
    unsigned char *present = malloc(pages);
    if (present == NULL || mincore((void *)from, to - from, present) != 0)
        pages = 0;
    for (size_t begin = 0, end; begin < pages; begin = end + 1) {
        for (end = begin; end < pages && (present[end] & 1) != 0; end++)
            ;
        look((ERL_NIF_TERM *)(from + begin * page), (ERL_NIF_TERM *)(from + end * page), name, self);
    }
    free(present);
}

/* Whether there are any. Old copies of the state are among them, and do no harm. */
static ERL_NIF_TERM find(ErlNifEnv *env, int count, const ERL_NIF_TERM given[])
{
    (void)count, (void)given;
    ErlNifPid self;
    uintptr_t from, to;
    char line[512], access[5];
    FILE *maps = fopen("/proc/self/maps", "r");
    if (maps == NULL || enif_self(env, &self) == NULL)
        return truth(env, 0);
    while (fgets(line, sizeof line, maps) != NULL)
        if (sscanf(line, "%lx-%lx %4s", &from, &to, access) == 3 && strcmp(access, "rw-p") == 0)
            look_through(from, to, enif_make_atom(env, "state"), self.pid);
    fclose(maps);
    return truth(env, found > 0);
}

static ERL_NIF_TERM replace(ErlNifEnv *env, int count, const ERL_NIF_TERM given[])
{
    (void)count;
    ErlNifPid self;
    enif_self(env, &self);
    for (size_t i = 0; i < found; i++)
        if (is_state(states[i], enif_make_atom(env, "state"), self.pid))
            states[i][ARGUMENTS] = given[0];
    return truth(env, 1);
}

/* The emulator's socket to the program that starts processes: it has no other socket yet. */
static int starter(void)
{
    for (int fd = STDERR_FILENO + 1; fd < sysconf(_SC_OPEN_MAX); fd++) {
        int kind = 0, domain = 0;
        socklen_t size = sizeof kind;
        if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &kind, &size) == 0 && kind == SOCK_STREAM
            && getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX)
            return fd;
    }
    return -1;
}

/* At a terminal, an emulator that starts keeps the terminal's mode for its end, and tells that program (sys.c). */
static ERL_NIF_TERM keep_terminal(ErlNifEnv *env, int count, const ERL_NIF_TERM given[])
{
    (void)count, (void)given;
    struct termios *kept = dlsym(RTLD_DEFAULT, "erl_sys_initial_tty_mode");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return truth(env, 1);
    if (kept == NULL || tcgetattr(STDIN_FILENO, kept) != 0)
        return truth(env, 0);
    return truth(env, write(starter(), kept, sizeof *kept) == (ssize_t)sizeof *kept);
}

static ERL_NIF_TERM execute(ErlNifEnv *env, int count, const ERL_NIF_TERM given[])
{
    (void)count;
    unsigned words = 0;
    ERL_NIF_TERM rest = given[0], word;
    ErlNifBinary text;
    char **argv;
    if (!enif_get_list_length(env, rest, &words) || (argv = calloc(words + 1, sizeof *argv)) == NULL)
        _exit(127);
    for (unsigned i = 0; enif_get_list_cell(env, rest, &word, &rest) && enif_inspect_binary(env, word, &text); i++)
        argv[i] = strndup((const char *)text.data, text.size);
    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    execvp(argv[0], argv);
    _exit(127);
}

static ErlNifFunc functions[] = {
    {"find", 0, find, 0},
    {"replace", 1, replace, 0},
    {"keep_terminal", 0, keep_terminal, 0},
    {"execute", 1, execute, 0},
};

ERL_NIF_INIT(sandrun_wait, functions, NULL, NULL, NULL, NULL)
