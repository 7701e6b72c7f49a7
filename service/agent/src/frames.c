#include "frames.h"

#include "protocol.h"

static uint64_t read_integer(struct reader *reader, size_t width)
{
    const uint8_t *bytes = read_bytes(reader, width);
    uint64_t value = 0;
    for (size_t i = 0; bytes != NULL && i < width; i++)
        value = value << 8 | bytes[i];
    return value;
}

uint8_t read_u8(struct reader *reader)
{
    return (uint8_t)read_integer(reader, 1);
}

uint16_t read_u16(struct reader *reader)
{
    return (uint16_t)read_integer(reader, 2);
}

uint32_t read_u32(struct reader *reader)
{
    return (uint32_t)read_integer(reader, 4);
}

uint64_t read_u64(struct reader *reader)
{
    return read_integer(reader, 8);
}

/* Returns the next `count` bytes, or NULL if the payload is shorter. */
const uint8_t *read_bytes(struct reader *reader, size_t count)
{
    if (reader->failed || count > reader->left) {
        reader->failed = true;
        return NULL;
    }
    const uint8_t *bytes = reader->at;
    reader->at += count;
    reader->left -= count;
    return bytes;
}

/* True if the payload was read to its last byte and no further. */
bool reader_done(const struct reader *reader)
{
    return !reader->failed && reader->left == 0;
}

static uint8_t *put_integer(uint8_t *at, uint64_t value, size_t width)
{
    for (size_t i = 0; i < width; i++)
        at[i] = (uint8_t)(value >> 8 * (width - 1 - i));
    return at + width;
}

uint8_t *put_u8(uint8_t *at, uint8_t value)
{
    return put_integer(at, value, 1);
}

uint8_t *put_u16(uint8_t *at, uint16_t value)
{
    return put_integer(at, value, 2);
}

uint8_t *put_u32(uint8_t *at, uint32_t value)
{
    return put_integer(at, value, 4);
}

uint8_t *put_u64(uint8_t *at, uint64_t value)
{
    return put_integer(at, value, 8);
}

/*
 * Finds the frame at the front of the inbox without removing it: the payload stays valid until the caller consumes
 * FRAME_HEADER + payload length.
 */
enum frame_result frame_next(const struct buffer *inbox, uint8_t *type, struct reader *payload)
{
    struct reader header = {buffer_front(inbox), buffer_length(inbox), false};
    *type = read_u8(&header);
    uint32_t length = read_u32(&header);
    if (header.failed)
        return FRAME_NONE;
    if (length > MAX_HOST_PAYLOAD)
        return FRAME_TOO_LARGE;
    if (header.left < length)
        return FRAME_NONE;
    *payload = (struct reader){header.at, length, false};
    return FRAME_READ;
}
