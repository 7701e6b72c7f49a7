#include "pump.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "agent.h"
#include "clock.h"
#include "protocol.h"

/* The most bytes for one write to a terminal, whose line is followed in such pieces. */
enum { INPUT_PIECE = 4096 };

/* Output that follows other output within this time is sent together, up to this many bytes. */
enum { GATHER_US = 3 * MILLISECOND, GATHER_BYTES = 16 * 1024 };

/* Whether output may be read at all. If not, the program's pipes fill up and it blocks. Nothing precedes STARTED. */
bool pump_may_read(const struct agent *agent)
{
    return agent->execution.state != STATE_STARTING && agent->credit > 0 && outbox_length(&agent->outbox) < OUTGOING_PAUSE;
}

static bool has_output(int from)
{
    struct pollfd end = {.fd = from, .events = POLLIN};
    return from >= 0 && poll(&end, 1, 0) > 0 && (end.revents & POLLIN) != 0;
}

/* Whether the program's output waits for a reader, so that the program may be waiting too. */
bool pump_is_behind(const struct agent *agent)
{
    const struct program *program = &agent->execution.program;
    return agent->execution.state == STATE_RUNNING && !pump_may_read(agent)
        && (has_output(program->out) || has_output(program->err));
}

/*
 * Holds back the last frame of the outbox if it is small and the previous one has just left, because more will come.
 * The first output after a pause or after input leaves at once, so no keystroke's echo waits.
 */
static void gather(struct agent *agent, uint8_t type, size_t length)
{
    struct execution *execution = &agent->execution;
    bool follows = clock_us() - execution->sent_at < GATHER_US && execution->state == STATE_RUNNING;
    if (follows && !execution->answering && length < GATHER_BYTES && agent->credit > 0)
        outbox_hold(&agent->outbox, type, length);
    else
        execution->sent_at = clock_us();
    execution->answering = false;
}

/* The time of the next pump_held by the agent's clock, or INT64_MAX. */
int64_t pump_next(const struct agent *agent)
{
    return agent->outbox.held > 0 ? agent->execution.sent_at + GATHER_US : INT64_MAX;
}

/* Sends output that was held back long enough. */
void pump_held(struct agent *agent)
{
    int64_t now = clock_us();
    if (now < pump_next(agent))
        return;
    outbox_release(&agent->outbox);
    agent->execution.sent_at = now;
}

/*
 * Sends the available output in one frame. A pipe returns everything in one read, a terminal at most one line or a
 * page. Closes the end when nothing more can come: end of file, or EIO from a terminal that nobody has open (pty(7)).
 */
static void pump_from(struct agent *agent, int *from, uint8_t type)
{
    struct execution *execution = &agent->execution;
    size_t most = MAX_AGENT_PAYLOAD - agent->outbox.held;
    size_t room = agent->credit < most ? (size_t)agent->credit : most;
    uint8_t *at = outbox_reserve(&agent->outbox, type, room);
    size_t total = 0;
    ssize_t count;
    do {
        count = read(*from, at + total, room - total);
        if (count > 0)
            total += (size_t)count;
    } while (count > 0 && execution->request->terminal && total < room);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
        close_end(from);
    if (total == 0)
        return;
    agent->credit -= total;
    gather(agent, type, outbox_commit(&agent->outbox, type, total));
    execution_moved(execution);
}

/*
 * Once no process is left, an end is finished when it is empty, which takes no credit to find out, or after a STOP,
 * when nobody will grant more.
 */
static void close_drained(const struct agent *agent, int *from)
{
    bool given_up = agent->execution.stopped && agent->credit == 0;
    if (*from >= 0 && (given_up || !has_output(*from)))
        close_end(from);
}

/*
 * Moves the program's output. stdout and stderr take turns in being first, so neither uses up the credit for good.
 * After the program's end, moves the rest as far as credit allows.
 */
void pump_output(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    bool draining = execution->state == STATE_DRAINING;
    int *ends[] = {&execution->program.out, &execution->program.err};
    static const uint8_t TYPES[] = {AGENT_STDOUT, AGENT_STDERR};
    do {
        execution->turn = !execution->turn;
        for (size_t i = 0; i < 2; i++) {
            size_t which = i ^ execution->turn;
            if (*ends[which] >= 0 && pump_may_read(agent))
                pump_from(agent, ends[which], TYPES[which]);
            if (draining)
                close_drained(agent, ends[which]);
        }
    } while (draining && (*ends[0] >= 0 || *ends[1] >= 0) && pump_may_read(agent));
}

static void warn_of_long_line(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    if (!execution->line.too_long || execution->warned)
        return;
    execution->warned = true;
    agent_warn(agent, WARNING_LONG_LINE,
               "A terminal takes at most 4,096 bytes of a line, and the rest of one was cut: send long input as a whole.");
}

static bool types_to_terminal(const struct execution *execution)
{
    return execution->request->terminal && !execution->request->stdin_pipe;
}

/*
 * Writes a piece of stdin. Returns the bytes that are finished: written, or discarded because the program closed its
 * stdin.
 */
static size_t pump_piece(struct agent *agent, const uint8_t *bytes, size_t count)
{
    struct execution *execution = &agent->execution;
    if (execution->program.in < 0)
        return count;
    if (types_to_terminal(execution) && count > INPUT_PIECE)
        count = INPUT_PIECE;
    ssize_t written = write(execution->program.in, bytes, count);
    if (written < 0 && errno != EAGAIN && errno != EINTR) {
        close_end(&execution->program.in); /* EPIPE is not an error: a program need not read its stdin */
        return count;
    }
    if (written <= 0)
        return 0;
    execution_moved(execution);
    execution->answering = true;
    if (types_to_terminal(execution)) {
        terminal_typed(execution->program.out, &execution->line, bytes, (size_t)written);
        warn_of_long_line(agent);
    }
    return (size_t)written;
}

/* Ends the program's stdin: closes the pipe, or sends the terminal's end-of-file character. */
static void end_input(struct execution *execution)
{
    uint8_t bytes[2];
    size_t count = terminal_end(execution->program.out, &execution->line, bytes);
    while (types_to_terminal(execution) && count > 0) {
        if (write(execution->program.in, bytes, 1) != 1)
            return; /* the terminal is full for now, the rest follows */
        execution->line.length = 0;
        count--;
    }
    close_end(&execution->program.in);
}

/* Moves the host's stdin to the active program. If there is none, or it takes no stdin, the bytes wait. */
void pump_input(struct agent *agent)
{
    struct execution *execution = &agent->execution;
    if (execution->state == STATE_NONE || execution->state == STATE_STARTING || !execution->request->stdin_frames)
        return;
    size_t count, done;
    const uint8_t *bytes;
    while (bytes = input_front(&agent->input, &count), count > 0) {
        done = pump_piece(agent, bytes, count);
        if (done == 0)
            return;
        input_consume(&agent->input, done);
        agent->stdin_taken += done;
    }
    if (input_ended(&agent->input) && execution->program.in >= 0)
        end_input(execution);
}
