#include "collect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"
#include "clock.h"
#include "files.h"
#include "gather.h"
#include "left_out.h"
#include "pump.h"

/* The longest search before the agent reads from the host again. */
enum { SLICE = 5 * MILLISECOND };

struct collect {
    uint32_t total_left, file_max; /* bytes */
    struct glob *globs;
    size_t globs_count;
    struct gather gather;
    bool gathered;                 /* all paths are known */
    size_t next;                   /* index in `gather.found` */
    struct sending {
        int fd;                    /* or -1 */
        uint64_t left;             /* promised bytes that were not sent yet */
    } file;
    uint32_t sent;                 /* files */
    struct left_out left_out;
};

/* Whether a payload has the form of a COLLECT. */
bool collect_shaped(struct reader payload)
{
    read_u32(&payload);
    read_u32(&payload);
    for (size_t left = read_u16(&payload); left > 0 && !payload.failed; left--)
        read_bytes(&payload, read_u16(&payload));
    return reader_done(&payload);
}

static void collect_free(struct collect *collect)
{
    gather_free(&collect->gather);
    for (size_t i = 0; i < collect->globs_count; i++)
        glob_free(&collect->globs[i]);
    free(collect->globs);
    if (collect->file.fd >= 0)
        close(collect->file.fd);
    free(collect);
}

static void leave_out(struct agent *agent, const char *path, const char *why)
{
    left_out_add(agent, &agent->collect->left_out, path, why);
}

/* Compiles the patterns. Returns false with a message if one is invalid. */
static bool read_patterns(struct collect *collect, struct reader *payload, char message[FILE_MESSAGE])
{
    size_t count = read_u16(payload);
    if (count > MAX_PATTERNS) {
        snprintf(message, FILE_MESSAGE, "more than %d patterns", MAX_PATTERNS);
        return false;
    }
    collect->globs = allocate((count + 1) * sizeof *collect->globs);
    for (; collect->globs_count < count; collect->globs_count++) {
        size_t length = read_u16(payload);
        const char *pattern = (const char *)read_bytes(payload, length);
        if (!glob_compile(&collect->globs[collect->globs_count], pattern, length)) {
            snprintf(message, FILE_MESSAGE, "%.*s: not a pattern of paths below the work directory",
                     (int)strnlen(pattern, length < 256 ? length : 256), pattern);
            return false;
        }
    }
    return true;
}

/* `payload` must be collect_shaped. */
void collect_start(struct agent *agent, struct reader payload)
{
    char message[FILE_MESSAGE];
    struct collect *collect = allocate(sizeof *collect);
    collect->file.fd = -1;
    collect->total_left = read_u32(&payload);
    collect->file_max = read_u32(&payload);
    if (!read_patterns(collect, &payload, message)) {
        collect_free(collect);
        agent_fail(agent, NO_PHASE, FAILURE_PATH, message);
        return;
    }
    agent->collect = collect;
    collect->gather.agent = agent;
    collect->gather.left_out = leave_out;
    gather_begin(&collect->gather, agent->work, collect->globs, collect->globs_count);
}

static void send_collected(struct agent *agent, uint32_t files, bool left_out, const struct glob *globs, size_t globs_count)
{
    uint8_t payload[5 + 2 * MAX_PATTERNS], *at = payload;
    at = put_u8(put_u32(at, files), left_out ? COLLECTED_LEFT_OUT : 0);
    for (size_t i = 0; i < globs_count; i++)
        if (!globs[i].met)
            at = put_u16(at, (uint16_t)i);
    outbox_ordered(&agent->outbox, AGENT_COLLECTED, payload, (size_t)(at - payload));
}

/* Answers a COLLECT that is not done: only COLLECTED. */
void collect_skip(struct agent *agent)
{
    send_collected(agent, 0, true, NULL, 0);
}

static void finish(struct agent *agent)
{
    struct collect *collect = agent->collect;
    left_out_rest(agent, &collect->left_out, collect->gather.too_many);
    agent->collect = NULL;
    bool left_out = collect->left_out.any || collect->gather.too_many;
    send_collected(agent, collect->sent, left_out, collect->globs, collect->gathered ? collect->globs_count : 0);
    collect_free(collect);
}

/* Drops the current COLLECT after a STOP: nobody will grant it more credit. */
void collect_stop(struct agent *agent)
{
    if (agent->collect == NULL)
        return;
    agent->collect->left_out.any = true;
    finish(agent);
}

/* Ends the current file; it counts if all promised bytes were sent. */
static void end_file(struct collect *collect)
{
    close_end(&collect->file.fd);
    if (collect->file.left == 0)
        collect->sent++;
    else
        collect->left_out.any = true;
}

/* Announces the next file, unless it exceeds the limits. */
static void begin_file(struct agent *agent)
{
    struct collect *collect = agent->collect;
    const char *path = collect->gather.found[collect->next++];
    struct stat status;
    int fd = file_open(agent->work, path, &status);
    if (fd < 0 || status.st_size > collect->file_max || status.st_size > collect->total_left) {
        leave_out(agent, path,
                  fd < 0 ? "it could not be read"
                  : status.st_size > collect->file_max
                      ? "it is too large"
                      : "the files asked for are too large together");
        close_end(&fd);
        return;
    }
    collect->file = (struct sending){fd, (uint64_t)status.st_size};
    collect->total_left -= (uint32_t)status.st_size;
    uint8_t payload[1 + 8 + 2 + PATH_MAX], *at = payload;
    size_t length = strlen(path);
    at = put_u8(at, status.st_mode & S_IXUSR ? FILE_EXECUTABLE : 0);
    at = put_u64(at, (uint64_t)status.st_size);
    at = put_u16(at, (uint16_t)length);
    memcpy(at, path, length);
    outbox_ordered(&agent->outbox, AGENT_FILE_BEGIN, payload, (size_t)(at - payload) + length);
    if (collect->file.left == 0)
        end_file(collect);
}

/* Sends the next piece: never more than promised, even if the file has become longer or shorter. */
static void send_piece(struct agent *agent)
{
    struct collect *collect = agent->collect;
    size_t room = agent->credit < MAX_AGENT_PAYLOAD ? (size_t)agent->credit : MAX_AGENT_PAYLOAD;
    if (room > collect->file.left)
        room = (size_t)collect->file.left;
    ssize_t count = read(collect->file.fd, outbox_reserve(&agent->outbox, AGENT_FILE_DATA, room), room);
    if (count < 0 && errno == EINTR)
        return;
    if (count > 0) {
        outbox_commit(&agent->outbox, AGENT_FILE_DATA, (size_t)count);
        agent->credit -= (size_t)count;
        collect->file.left -= (size_t)count;
    }
    if (count <= 0 || collect->file.left == 0)
        end_file(collect);
}

/* Whether it can proceed without any event. */
bool collect_is_ready(const struct agent *agent)
{
    const struct collect *collect = agent->collect;
    if (collect == NULL || outbox_length(&agent->outbox) >= OUTGOING_PAUSE)
        return false;
    return collect->file.fd < 0 || agent->credit > 0;
}

/* Proceeds as far as time, credit and the host's reading allow. */
void collect_proceed(struct agent *agent)
{
    int64_t until = clock_us() + SLICE;
    while (collect_is_ready(agent)) {
        struct collect *collect = agent->collect;
        if (!collect->gathered && !(collect->gathered = gather_some(&collect->gather, until)))
            return;
        if (collect->file.fd >= 0)
            send_piece(agent);
        else if (collect->next < collect->gather.count)
            begin_file(agent);
        else
            finish(agent);
        if (clock_us() >= until)
            return;
    }
}
