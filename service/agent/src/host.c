#include "host.h"

#include <errno.h>
#include <unistd.h>

#include "agent.h"
#include "clock.h"
#include "collect.h"
#include "files.h"
#include "stop.h"

enum { READ_AT_ONCE = 64 * 1024, READ_IN_A_ROW = 16 };

/* The frames of an EXEC that nobody follows leave together, within this time and below this size. */
enum { GATHER_US = 10 * MILLISECOND, GATHER_BYTES = 16 * 1024, GATHER_STDIN = STDIN_WINDOW / 4 };

static void protocol_error(struct agent *agent, const char *text)
{
    agent_fail(agent, NO_PHASE, FAILURE_PROTOCOL, text);
}

/* Queues a FILE, COLLECT or RESET of the right form. */
static void on_job(struct agent *agent, enum host_frame type, const struct reader *payload, bool shaped)
{
    if (!shaped)
        protocol_error(agent, "a FILE, COLLECT or RESET frame of the wrong shape");
    else if (!queue_add(&agent->queue, type, payload))
        protocol_error(agent, "more than 64 MiB are queued");
}

/* No EXEC can take stdin. */
static bool no_exec(const struct agent *agent)
{
    return agent->execution.state == STATE_NONE && !queue_has_exec(&agent->queue);
}

static void on_reset(struct agent *agent, const struct reader *payload)
{
    bool shaped = payload->left == 1 && *payload->at <= RESET_WIPE;
    if (shaped && no_exec(agent))
        agent->stdin_taken += input_clear(&agent->input);
    on_job(agent, HOST_RESET, payload, shaped);
}

static void on_exec(struct agent *agent, struct reader *payload)
{
    size_t size = payload->left;
    struct exec_request *request = exec_request_parse(payload);
    if (request == NULL) {
        protocol_error(agent, "an EXEC frame of the wrong shape");
        return;
    }
    if (request->stdin_frames && no_exec(agent))
        input_renew(&agent->input);
    if (queue_add_exec(&agent->queue, request, size))
        return;
    exec_request_free(request);
    protocol_error(agent, "more than 64 MiB are queued");
}

static void on_prepare(struct agent *agent, struct reader *payload)
{
    struct exec_request *request = exec_request_parse_prepare(payload);
    if (request == NULL) {
        protocol_error(agent, "a PREPARE frame of the wrong shape");
        return;
    }
    prepared_start(agent, request);
    exec_request_free(request);
}

static void on_stdin(struct agent *agent, const struct reader *payload)
{
    size_t discarded;
    if (!input_receive(&agent->input, payload->at, payload->left, &discarded))
        protocol_error(agent, "more than 256 KiB of stdin are not acknowledged");
    agent->stdin_taken += discarded;
}

static void on_stop(struct agent *agent, uint8_t cause, uint32_t grace_ms)
{
    if (cause == CAUSE_NONE || cause > CAUSE_HARD) {
        protocol_error(agent, "a STOP without a cause");
        return;
    }
    queue_skip_all(&agent->queue);
    collect_stop(agent);
    stop_request(&agent->execution, (enum cause)cause, grace_ms);
}

static void on_resize(struct agent *agent, uint16_t cols, uint16_t rows)
{
    const struct execution *execution = &agent->execution;
    queue_resize(&agent->queue, cols, rows);
    if (execution->state != STATE_NONE && execution->request->terminal)
        terminal_resize(execution->program.out, cols, rows);
}

static void on_ping(struct agent *agent, uint32_t token)
{
    uint8_t payload[4];
    put_u32(payload, token);
    outbox_control(&agent->outbox, AGENT_PONG, payload, sizeof payload);
}

/* Handles a frame that contains only integers and has the right length. */
static void on_control(struct agent *agent, uint8_t type, struct reader payload)
{
    uint16_t first = 0, second = 0;
    uint32_t number = 0;
    if (type == HOST_SIGNAL || type == HOST_STOP)
        first = read_u8(&payload);
    if (type == HOST_RESIZE) {
        first = read_u16(&payload);
        second = read_u16(&payload);
    }
    if (type == HOST_GRANT || type == HOST_STOP || type == HOST_PING)
        number = read_u32(&payload);
    if (!reader_done(&payload))
        protocol_error(agent, "a frame of the wrong length");
    else if (type == HOST_STDIN_END && !input_end(&agent->input))
        protocol_error(agent, "too many ends of stdin");
    else if (type == HOST_SIGNAL)
        stop_signal(&agent->execution, first);
    else if (type == HOST_RESIZE)
        on_resize(agent, first, second);
    else if (type == HOST_GRANT)
        agent->credit += number;
    else if (type == HOST_STOP)
        on_stop(agent, (uint8_t)first, number);
    else if (type == HOST_PING)
        on_ping(agent, number);
}

static void on_frame(struct agent *agent, uint8_t type, struct reader payload)
{
    switch (type) {
    case HOST_FILE:
        on_job(agent, HOST_FILE, &payload, file_shaped(payload));
        return;
    case HOST_COLLECT:
        on_job(agent, HOST_COLLECT, &payload, collect_shaped(payload));
        return;
    case HOST_RESET:
        on_reset(agent, &payload);
        return;
    case HOST_EXEC:
        on_exec(agent, &payload);
        return;
    case HOST_PREPARE:
        on_prepare(agent, &payload);
        return;
    case HOST_STDIN:
        on_stdin(agent, &payload);
        return;
    case HOST_STDIN_END:
    case HOST_SIGNAL:
    case HOST_RESIZE:
    case HOST_GRANT:
    case HOST_STOP:
    case HOST_PING:
        on_control(agent, type, payload);
        return;
    default:
        protocol_error(agent, "a frame of an unknown type");
    }
}

static void on_frames(struct agent *agent)
{
    uint8_t type;
    struct reader payload;
    enum frame_result result;
    while (!agent->over && (result = frame_next(&agent->inbox, &type, &payload)) != FRAME_NONE) {
        if (result == FRAME_TOO_LARGE) {
            protocol_error(agent, "a frame over 1 MiB");
            return;
        }
        size_t length = FRAME_HEADER + payload.left;
        on_frame(agent, type, payload);
        buffer_consume(&agent->inbox, length);
    }
}

/*
 * Reads all frames from the host, up to a megabyte, so that a STOP acts on everything sent before it and a failed FILE
 * drops the EXECs of its job. The end of the stream is the end of the sandbox.
 */
void host_receive(struct agent *agent)
{
    for (int i = 0; i < READ_IN_A_ROW && !agent->over; i++) {
        ssize_t count = read(STDIN_FILENO, buffer_reserve(&agent->inbox, READ_AT_ONCE), READ_AT_ONCE);
        if (count < 0 && (errno == EAGAIN || errno == EINTR || errno == ENOMEM))
            return;
        if (count <= 0) {
            agent_end(agent, 0);
            return;
        }
        buffer_commit(&agent->inbox, (size_t)count);
        agent->last_heard = clock_us();
        on_frames(agent);
    }
}

/* The time of the next host_send that is due, by the agent's clock, or INT64_MAX. */
int64_t host_next_send(const struct agent *agent)
{
    return agent->gathering_since > 0 ? agent->gathering_since + GATHER_US : INT64_MAX;
}

/* Whether frames wait for others. They leave at the end of the EXEC at the latest. */
static bool gathers(struct agent *agent)
{
    const struct exec_request *request = agent->execution.request;
    size_t bytes = outbox_length(&agent->outbox);
    int64_t now = clock_us();
    if (bytes + agent->stdin_taken == 0 || bytes >= GATHER_BYTES || agent->stdin_taken >= GATHER_STDIN
        || request == NULL || !request->gathered || now >= host_next_send(agent))
        return false;
    if (agent->gathering_since == 0)
        agent->gathering_since = now;
    return true;
}

/* Sends queued frames, with one STDIN_ACK for all stdin that was taken since the last one. */
void host_send(struct agent *agent)
{
    uint8_t payload[4];
    if (gathers(agent))
        return;
    agent->gathering_since = 0;
    put_u32(payload, (uint32_t)agent->stdin_taken);
    if (agent->stdin_taken > 0)
        outbox_control(&agent->outbox, AGENT_STDIN_ACK, payload, sizeof payload);
    agent->stdin_taken = 0;
    enum flush flush = outbox_flush(&agent->outbox, STDOUT_FILENO);
    if (flush == FLUSH_NO_MEMORY)
        agent->gathering_since = clock_us();
    if (flush == FLUSH_GONE)
        agent_end(agent, 0);
}
