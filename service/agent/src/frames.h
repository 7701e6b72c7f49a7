/* Big-endian integers, and frames from the host. */
#ifndef FRAMES_H
#define FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

/* Reads a payload from front to back. Past its end everything reads as 0 and `failed` is set. */
struct reader {
    const uint8_t *at;
    size_t left;
    bool failed;
};

uint8_t read_u8(struct reader *reader);
uint16_t read_u16(struct reader *reader);
uint32_t read_u32(struct reader *reader);
uint64_t read_u64(struct reader *reader);
const uint8_t *read_bytes(struct reader *reader, size_t count);
bool reader_done(const struct reader *reader);

uint8_t *put_u8(uint8_t *at, uint8_t value);
uint8_t *put_u16(uint8_t *at, uint16_t value);
uint8_t *put_u32(uint8_t *at, uint32_t value);
uint8_t *put_u64(uint8_t *at, uint64_t value);

enum frame_result { FRAME_NONE, FRAME_READ, FRAME_TOO_LARGE };

enum frame_result frame_next(const struct buffer *inbox, uint8_t *type, struct reader *payload);

#endif
