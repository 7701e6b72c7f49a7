#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent.h"
#include "begin.h"
#include "clock.h"
#include "collect.h"
#include "host.h"
#include "network.h"
#include "pump.h"
#include "sockets.h"

enum { DEFAULT_SILENCE_MS = 20000, FLUSH_MS = 2000 };

struct options {
    const char *cgroup_root, *work;
    int64_t silence_ms;
    const char *wipe[MAX_PLACES];
    size_t wipe_count;
};

static struct options parse(int argc, char **argv)
{
    struct options options = {.cgroup_root = "/sys/fs/cgroup", .work = ".", .silence_ms = DEFAULT_SILENCE_MS};
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 < argc && strcmp(argv[i], "--cgroup-root") == 0) {
            options.cgroup_root = argv[i + 1];
        } else if (i + 1 < argc && strcmp(argv[i], "--work") == 0) {
            options.work = argv[i + 1];
        } else if (i + 1 < argc && strcmp(argv[i], "--silence-ms") == 0) {
            options.silence_ms = strtoll(argv[i + 1], NULL, 10);
        } else if (i + 1 < argc && strcmp(argv[i], "--wipe") == 0 && options.wipe_count < MAX_PLACES) {
            options.wipe[options.wipe_count++] = argv[i + 1];
        } else {
            fprintf(stderr, "usage: init [--cgroup-root DIR] [--work DIR] [--silence-ms N] [--wipe DIR]...\n");
            exit(EX_USAGE);
        }
    }
    return options;
}

/* A descriptor reports ended children, so one poll waits for everything (signalfd(2)). */
static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static noreturn void no_folder(const char *path)
{
    fprintf(stderr, "init: %s: %s\n", path, strerror(errno));
    exit(EX_NOINPUT);
}

/*
 * The folders that a RESET wipes: the named ones, or, only in a sandbox, the writable ones that Docker provides.
 * Somebody may start the agent on their own machine, whose /tmp does not belong to the agent.
 */
static void open_places(struct places *places, const struct options *options)
{
    const char *usual[] = {options->work, "/tmp", "/dev/shm", "/dev/mqueue"};
    for (size_t i = 0; i < options->wipe_count; i++)
        if (!places_add(places, options->wipe[i], true))
            no_folder(options->wipe[i]);
    if (options->wipe_count > 0 || !processes_is_init())
        return;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (!places_add(places, usual[i], false))
            no_folder(usual[i]);
}

/*
 * Not dumpable, so that the program, which has the same uid, can read neither the agent's memory nor its descriptors
 * (prctl(2), ptrace(2) "access mode checking").
 */
static void set_up(struct agent *agent, const struct options *options)
{
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    processes_adopt();
    umask(022);
    agent->work = open(options->work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (agent->work < 0)
        no_folder(options->work);
    open_places(&agent->places, options);
    agent->signals = open_signals();
    agent->cgroup = cgroup_open(options->cgroup_root);
    network_open();
    sockets_open();
    agent->silence_us = options->silence_ms * MILLISECOND;
    agent->last_heard = clock_us();
    agent->execution.program = NO_PROGRAM;
    agent->prepared = NOT_PREPARED;
    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
    fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK);
    uint8_t version[2];
    put_u16(version, PROTOCOL_VERSION);
    outbox_ordered(&agent->outbox, AGENT_READY, version, sizeof version);
}

enum { FROM_HOST, TO_HOST, SIGNALS, PREPARED, EXEC_ERROR, PROGRAM_OUT, PROGRAM_ERR, PROGRAM_IN, WATCHED };

static struct pollfd watch(int fd, bool wanted, short events)
{
    return (struct pollfd){.fd = wanted ? fd : -1, .events = events};
}

/* Milliseconds for poll(2) until something must be done without an event, rounded up. */
static int wait_ms(const struct agent *agent)
{
    int64_t next = execution_next_check(&agent->execution);
    int64_t silence = agent->last_heard + agent->silence_us;
    int64_t reset = reset_next(agent);
    if (collect_is_ready(agent))
        return 0;
    if (reset < next)
        next = reset;
    if (pump_next(agent) < next)
        next = pump_next(agent);
    if (host_next_send(agent) < next)
        next = host_next_send(agent);
    int64_t left = (next < silence ? next : silence) - clock_us();
    return left <= 0 ? 0 : (int)((left + MILLISECOND - 1) / MILLISECOND);
}

/* Waits for the next event. Watches only what is needed now, otherwise a hang-up would wake poll again and again. */
static void wait_for_events(const struct agent *agent, struct pollfd events[WATCHED])
{
    const struct program *program = &agent->execution.program;
    size_t outgoing = outbox_length(&agent->outbox), input;
    input_front(&agent->input, &input);
    bool read_output = pump_may_read(agent);
    bool write_input = input > 0 && agent->execution.state == STATE_RUNNING;
    events[FROM_HOST] = watch(STDIN_FILENO, outgoing < OUTGOING_LIMIT, POLLIN);
    bool send = outbox_ready(&agent->outbox) > 0 && agent->gathering_since == 0;
    events[TO_HOST] = watch(STDOUT_FILENO, true, send ? POLLOUT : 0);
    events[SIGNALS] = watch(agent->signals, true, POLLIN);
    /* A copied runtime only answers. Its end is noticed when it is reaped. */
    events[PREPARED] = watch(agent->prepared.socket, !agent->prepared.copied, POLLIN);
    events[EXEC_ERROR] = watch(program->exec_error, true, POLLIN);
    events[PROGRAM_OUT] = watch(program->out, read_output, POLLIN);
    events[PROGRAM_ERR] = watch(program->err, read_output, POLLIN);
    /* Watched even with nothing to write: a pipe without a reader reports POLLERR, and is closed then. */
    events[PROGRAM_IN] = watch(program->in, true, write_input ? POLLOUT : 0);
    if (poll(events, WATCHED, wait_ms(agent)) <= 0)
        for (size_t i = 0; i < WATCHED; i++)
            events[i].revents = 0;
}

static void empty_signals(int signals)
{
    struct signalfd_siginfo info;
    while (read(signals, &info, sizeof info) > 0)
        continue;
}

/* Checks first whether exec worked, then the program's output, then its end. */
static void handle(struct agent *agent, const struct pollfd events[WATCHED])
{
    struct program *program = &agent->execution.program;
    if (events[TO_HOST].revents & (POLLERR | POLLNVAL))
        agent_end(agent, 0);
    if (events[FROM_HOST].revents)
        host_receive(agent);
    /* A request from the host may just have ended it. */
    if (events[PREPARED].revents && agent->prepared.socket >= 0)
        prepared_heard(agent);
    if (events[EXEC_ERROR].revents && program->exec_error >= 0)
        execution_started(agent);
    if (events[PROGRAM_IN].revents & POLLERR)
        close_end(&program->in);
    if (events[PROGRAM_OUT].revents || events[PROGRAM_ERR].revents)
        pump_output(agent);
    if (events[SIGNALS].revents)
        empty_signals(agent->signals);
    if (events[SIGNALS].revents || agent->execution.killing)
        execution_reap(agent);
    execution_check(agent);
    /* Only after reading its frames: an agent that was itself paused finds its pings there. */
    if (clock_us() - agent->last_heard >= agent->silence_us)
        agent_end(agent, EX_UNAVAILABLE);
}

/* After every event: continues what can continue, and sends the results at once. */
static void proceed(struct agent *agent)
{
    if (agent->execution.state == STATE_DRAINING)
        pump_output(agent);
    execution_drained(agent);
    begin_queued(agent);
    reset_proceed(agent);
    collect_proceed(agent);
    begin_queued(agent);
    pump_input(agent);
    pump_held(agent);
    host_send(agent);
}

/* The last frames, such as the reason, get a moment to be read. */
static void flush(struct agent *agent)
{
    int64_t end = clock_us() + FLUSH_MS * MILLISECOND;
    struct pollfd host = {.fd = STDOUT_FILENO, .events = POLLOUT};
    outbox_release(&agent->outbox);
    while (outbox_length(&agent->outbox) > 0 && clock_us() < end
           && outbox_flush(&agent->outbox, STDOUT_FILENO) != FLUSH_GONE)
        if (outbox_length(&agent->outbox) > 0 && poll(&host, 1, FLUSH_MS) < 0)
            return;
}

int main(int argc, char **argv)
{
    struct options options = parse(argc, argv);
    static struct agent agent;
    set_up(&agent, &options);
    host_send(&agent);
    while (!agent.over) {
        struct pollfd events[WATCHED];
        wait_for_events(&agent, events);
        handle(&agent, events);
        if (!agent.over)
            proceed(&agent);
    }
    processes_end();
    flush(&agent);
    return agent.exit_code;
}
