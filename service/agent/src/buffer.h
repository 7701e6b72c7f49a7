/* A byte queue that grows: bytes go in at the end and come out at the front. */
#ifndef BUFFER_H
#define BUFFER_H

#include <stddef.h>
#include <stdint.h>

struct buffer {
    uint8_t *data;
    size_t start, end, capacity;
};

size_t buffer_length(const struct buffer *buffer);
const uint8_t *buffer_front(const struct buffer *buffer);
uint8_t *buffer_reserve(struct buffer *buffer, size_t room);
void buffer_commit(struct buffer *buffer, size_t count);
void buffer_append(struct buffer *buffer, const void *bytes, size_t count);
void buffer_consume(struct buffer *buffer, size_t count);

/* malloc and calloc that end the agent (exit 71) if there is no memory: it could not report anything then. */
void *allocate(size_t size);

#endif
