#include "buffer.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* An empty buffer keeps at most this much memory, so a forked child does not start with more. */
enum { KEEP = 256 * 1024 };

void *allocate(size_t size)
{
    void *memory = calloc(1, size);
    if (memory == NULL)
        _Exit(EX_OSERR);
    return memory;
}

size_t buffer_length(const struct buffer *buffer)
{
    return buffer->end - buffer->start;
}

const uint8_t *buffer_front(const struct buffer *buffer)
{
    return buffer->data + buffer->start;
}

/* Returns a place for `room` more bytes; buffer_commit says how many were written. */
uint8_t *buffer_reserve(struct buffer *buffer, size_t room)
{
    size_t length = buffer_length(buffer);
    if (buffer->capacity - buffer->end >= room)
        return buffer->data + buffer->end;
    /* Moving the bytes to the front must free at least half, otherwise it takes quadratic time. */
    if (buffer->capacity - length >= room && buffer->start >= length) {
        memmove(buffer->data, buffer->data + buffer->start, length);
    } else {
        size_t capacity = (length + room) * 2;
        uint8_t *data = allocate(capacity);
        if (length > 0)
            memcpy(data, buffer->data + buffer->start, length);
        free(buffer->data);
        buffer->data = data;
        buffer->capacity = capacity;
    }
    buffer->start = 0;
    buffer->end = length;
    return buffer->data + buffer->end;
}

void buffer_commit(struct buffer *buffer, size_t count)
{
    buffer->end += count;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t count)
{
    if (count == 0)
        return;
    memcpy(buffer_reserve(buffer, count), bytes, count);
    buffer_commit(buffer, count);
}

void buffer_consume(struct buffer *buffer, size_t count)
{
    buffer->start += count;
    if (buffer->start < buffer->end)
        return;
    buffer->start = buffer->end = 0;
    if (buffer->capacity > KEEP) {
        free(buffer->data);
        *buffer = (struct buffer){0};
    }
}
