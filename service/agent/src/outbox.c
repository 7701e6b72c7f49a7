#include "outbox.h"

#include <errno.h>
#include <sys/uio.h>

#include "frames.h"
#include "protocol.h"

static void append_frame(struct buffer *buffer, uint8_t type, const void *payload, size_t length)
{
    uint8_t *at = buffer_reserve(buffer, FRAME_HEADER + length);
    put_u32(put_u8(at, type), (uint32_t)length);
    buffer_commit(buffer, FRAME_HEADER);
    buffer_append(buffer, payload, length);
}

void outbox_control(struct outbox *outbox, uint8_t type, const void *payload, size_t length)
{
    append_frame(&outbox->control, type, payload, length);
}

void outbox_ordered(struct outbox *outbox, uint8_t type, const void *payload, size_t length)
{
    outbox_release(outbox);
    append_frame(&outbox->ordered, type, payload, length);
}

static bool joins(const struct outbox *outbox, uint8_t type)
{
    return outbox->held > 0 && outbox->held_type == type;
}

/*
 * A place to read bytes to directly, without a copy; outbox_commit makes a frame of them, or adds them to the held
 * frame if that has the same type.
 */
uint8_t *outbox_reserve(struct outbox *outbox, uint8_t type, size_t room)
{
    size_t header = joins(outbox, type) ? 0 : FRAME_HEADER;
    return buffer_reserve(&outbox->ordered, header + room) + header;
}

/* Returns the number of bytes that are in the frame now. */
size_t outbox_commit(struct outbox *outbox, uint8_t type, size_t length)
{
    size_t before = joins(outbox, type) ? outbox->held : 0, total = before + length;
    uint8_t *end = buffer_reserve(&outbox->ordered, FRAME_HEADER);
    uint8_t *header = before > 0 ? end - before - FRAME_HEADER : end;
    put_u32(put_u8(header, type), (uint32_t)total);
    buffer_commit(&outbox->ordered, before > 0 ? length : FRAME_HEADER + length);
    outbox->held = 0;
    return total;
}

/* Holds back the last frame, of this type and size, until another follows it. */
void outbox_hold(struct outbox *outbox, uint8_t type, size_t length)
{
    outbox->held = length;
    outbox->held_type = type;
}

void outbox_release(struct outbox *outbox)
{
    outbox->held = 0;
}

/* Bytes that may be sent now. */
size_t outbox_ready(const struct outbox *outbox)
{
    return outbox_length(outbox) - (outbox->held > 0 ? FRAME_HEADER + outbox->held : 0);
}

size_t outbox_length(const struct outbox *outbox)
{
    return buffer_length(&outbox->control) + buffer_length(&outbox->ordered);
}

static size_t frame_length(const uint8_t *frame)
{
    struct reader header = {frame, FRAME_HEADER, false};
    read_u8(&header);
    return FRAME_HEADER + read_u32(&header);
}

/* Forgets sent bytes, and remembers how much of the last of their frames is still to be sent. */
static void forget_ordered(struct outbox *outbox, size_t sent)
{
    size_t end = outbox->unfinished;
    while (end < sent)
        end += frame_length(buffer_front(&outbox->ordered) + end);
    outbox->unfinished = end - sent;
    buffer_consume(&outbox->ordered, sent);
}

/*
 * Sends as much as `fd` takes, in one write if it takes all. Frames of `control` overtake all frames of `ordered` but
 * one that was begun. A pipe takes memory of the sandbox, which its program may have used up.
 */
enum flush outbox_flush(struct outbox *outbox, int fd)
{
    while (outbox_ready(outbox) > 0) {
        size_t control = outbox->unfinished == 0 ? buffer_length(&outbox->control) : 0;
        size_t ordered = outbox_ready(outbox) - buffer_length(&outbox->control);
        if (outbox->unfinished > 0)
            ordered = outbox->unfinished;
        struct iovec parts[2] = {
            {.iov_base = (void *)buffer_front(&outbox->control), .iov_len = control},
            {.iov_base = (void *)buffer_front(&outbox->ordered), .iov_len = ordered},
        };
        ssize_t written = writev(fd, parts, 2);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno == ENOMEM)
            return FLUSH_NO_MEMORY;
        if (written < 0)
            return errno == EAGAIN ? FLUSH_DONE : FLUSH_GONE;
        size_t sent = (size_t)written, of_control = sent < control ? sent : control;
        buffer_consume(&outbox->control, of_control);
        forget_ordered(outbox, sent - of_control);
    }
    return FLUSH_DONE;
}
