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
    append_frame(&outbox->ordered, type, payload, length);
}

/* Where a program's output can be read to directly, without a copy; outbox_commit makes a frame of it. */
uint8_t *outbox_reserve(struct outbox *outbox, size_t room)
{
    return buffer_reserve(&outbox->ordered, FRAME_HEADER + room) + FRAME_HEADER;
}

void outbox_commit(struct outbox *outbox, uint8_t type, size_t length)
{
    uint8_t *at = buffer_reserve(&outbox->ordered, FRAME_HEADER);
    put_u32(put_u8(at, type), (uint32_t)length);
    buffer_commit(&outbox->ordered, FRAME_HEADER + length);
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
 * Sends as much as `fd` takes. Switches from one queue to the other only between frames: `control` is sent until it
 * is empty, then one frame of `ordered`. Returns false when the host is gone.
 */
bool outbox_flush(struct outbox *outbox, int fd)
{
    while (outbox_length(outbox) > 0) {
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
