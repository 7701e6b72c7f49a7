/* The programs' stdin until they take it. */
#ifndef INPUT_H
#define INPUT_H

#include <stdbool.h>

#include "buffer.h"

/*
 * One stream of bytes for each EXEC that reads STDIN frames, in their order. A stream ends with its STDIN_END; later
 * bytes are for the next such EXEC.
 */
struct input {
    struct buffer bytes; /* of all streams */
    struct buffer ends;  /* a size_t for each ended stream: its number of `bytes` */
    size_t ended_bytes;  /* their sum */
    size_t dropping;     /* streams whose EXEC ended before their STDIN_END came: everything up to it is discarded */
};

bool input_receive(struct input *input, const uint8_t *bytes, size_t count, size_t *discarded);
bool input_end(struct input *input);
const uint8_t *input_front(const struct input *input, size_t *count);
void input_consume(struct input *input, size_t count);
bool input_ended(const struct input *input);
size_t input_drop(struct input *input);
void input_renew(struct input *input);
size_t input_clear(struct input *input);

#endif
