#include "pump.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "agent.h"
#include "protocol.h"

/* How much is written to a terminal at once: its line is looked at in pieces no longer than that. */
enum { INPUT_PIECE = 4096 };

/* Whether output may be read at all. Where not, the program's pipes fill up and it blocks. Nothing precedes STARTED. */
bool pump_may_read(const struct agent *agent)
{
    return agent->execution.state != STATE_STARTING && agent->credit > 0 && outbox_length(&agent->outbox) < OUTGOING_PAUSE;
}

/*
 * Sends what there is, in one frame. A pipe hands all it has to one read, a terminal at most one line or a page.
 * Closes the end when nothing can come any more: end of file, or EIO from a terminal nobody has open (pty(7)).
 */
static void pump_from(struct agent *agent, int *from, uint8_t type)
{
    struct execution *execution = &agent->execution;
    size_t room = agent->credit < MAX_AGENT_PAYLOAD ? (size_t)agent->credit : MAX_AGENT_PAYLOAD;
    uint8_t *at = outbox_reserve(&agent->outbox, room);
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
    outbox_commit(&agent->outbox, type, total);
    agent->credit -= total;
    execution_moved(execution);
}

/*
 * Once no process is left, an end is done with when it is empty, which takes no credit to find out, or when a STOP
 * means that nobody will grant any more.
 */
static void close_drained(const struct agent *agent, int *from)
{
    struct pollfd end = {.fd = *from, .events = POLLIN};
    bool given_up = agent->execution.stopped && agent->credit == 0;
    if (*from >= 0 && (given_up || (poll(&end, 1, 0) >= 0 && !(end.revents & POLLIN))))
        close_end(from);
}

/*
 * Moves what the program wrote. stdout and stderr take turns in being first, so that neither uses up the credit for
 * good. After the program's end all that is left is moved, as far as credit goes.
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

/* Writes a piece of stdin. Returns what is done with: written, or discarded since the program closed its stdin. */
static size_t pump_piece(struct agent *agent, const uint8_t *bytes, size_t count)
{
    struct execution *execution = &agent->execution;
    if (execution->program.in < 0)
        return count;
    if (types_to_terminal(execution) && count > INPUT_PIECE)
        count = INPUT_PIECE;
    ssize_t written = write(execution->program.in, bytes, count);
    if (written < 0 && errno != EAGAIN && errno != EINTR) {
        close_end(&execution->program.in); /* EPIPE, which is no error: a program need not read its stdin */
        return count;
    }
    if (written <= 0)
        return 0;
    execution_moved(execution);
    if (types_to_terminal(execution)) {
        terminal_typed(execution->program.out, &execution->line, bytes, (size_t)written);
        warn_of_long_line(agent);
    }
    return (size_t)written;
}

/* Tells the program that its stdin is over: by closing the pipe, or by the terminal's end-of-file character. */
static void end_input(struct execution *execution)
{
    uint8_t bytes[2];
    size_t count = terminal_end(execution->program.out, &execution->line, bytes);
    while (types_to_terminal(execution) && count > 0) {
        if (write(execution->program.in, bytes, 1) != 1)
            return; /* the terminal takes no more for now, the rest follows */
        execution->line.length = 0;
        count--;
    }
    close_end(&execution->program.in);
}

/* Moves what the host sent to the program that runs. While none does, or it takes no stdin, that waits. */
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
