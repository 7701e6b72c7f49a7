#include "outbox.h"

#include <errno.h>
#include <unistd.h>

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

static size_t front_frame_length(const struct buffer *buffer)
{
    struct reader header = {buffer_front(buffer), FRAME_HEADER, false};
    read_u8(&header);
    return FRAME_HEADER + read_u32(&header);
}

/*
 * Sends as much as `fd` takes. Switches queues only between frames: sends `control` until it is empty, then one frame
 * of `ordered`. Returns false if the host is gone.
 */
bool outbox_flush(struct outbox *outbox, int fd)
{
    while (outbox_ready(outbox) > 0) {
        bool control = outbox->unfinished == 0 && buffer_length(&outbox->control) > 0;
        struct buffer *from = control ? &outbox->control : &outbox->ordered;
        if (!control && outbox->unfinished == 0)
            outbox->unfinished = front_frame_length(from);
        size_t length = control ? buffer_length(from) : outbox->unfinished;
        ssize_t sent = write(fd, buffer_front(from), length);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return errno == EAGAIN;
        if (!control)
            outbox->unfinished -= (size_t)sent;
        buffer_consume(from, (size_t)sent);
    }
    return true;
}
