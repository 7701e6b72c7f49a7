#include "input.h"

#include <string.h>

#include "protocol.h"

/* The most streams that may end before their EXECs. */
enum { MAX_ENDS = 4096 };

/* Adds the bytes of a STDIN frame; `discarded` says how many were not kept. Returns false above the window. */
bool input_receive(struct input *input, const uint8_t *bytes, size_t count, size_t *discarded)
{
    *discarded = input->dropping > 0 ? count : 0;
    if (input->dropping > 0)
        return true;
    if (buffer_length(&input->bytes) + count > STDIN_WINDOW)
        return false;
    buffer_append(&input->bytes, bytes, count);
    return true;
}

/* Returns false if too many streams have ended. */
bool input_end(struct input *input)
{
    if (input->dropping > 0) {
        input->dropping--;
        return true;
    }
    size_t count = buffer_length(&input->bytes) - input->ended_bytes;
    input->ended_bytes += count;
    buffer_append(&input->ends, &count, sizeof count);
    return buffer_length(&input->ends) <= MAX_ENDS * sizeof count;
}

/* True if the STDIN_END of the first stream has come. */
bool input_ended(const struct input *input)
{
    return buffer_length(&input->ends) > 0;
}

/* Returns the available bytes of the first stream. */
const uint8_t *input_front(const struct input *input, size_t *count)
{
    *count = buffer_length(&input->bytes);
    if (input_ended(input))
        memcpy(count, buffer_front(&input->ends), sizeof *count);
    return buffer_front(&input->bytes);
}

/* Removes the first `count` bytes of the first stream. */
void input_consume(struct input *input, size_t count)
{
    buffer_consume(&input->bytes, count);
    if (!input_ended(input))
        return;
    size_t left;
    memcpy(&left, buffer_front(&input->ends), sizeof left);
    left -= count;
    memcpy(input->ends.data + input->ends.start, &left, sizeof left);
    input->ended_bytes -= count;
}

/* The EXEC of the first stream is over. Discards the stream and returns the number of unread bytes. */
size_t input_drop(struct input *input)
{
    size_t count;
    input_front(input, &count);
    input_consume(input, count);
    if (input_ended(input))
        buffer_consume(&input->ends, sizeof count);
    else
        input->dropping++;
    return count;
}

/*
 * An EXEC has come while none was left. A host that saw the previous EXEC end need not have sent its STDIN_END, and
 * everything it sends from now on is for the new one.
 */
void input_renew(struct input *input)
{
    input->dropping = 0;
}

/* Discards all streams after a RESET that came while no EXEC was left. Returns the number of unread bytes. */
size_t input_clear(struct input *input)
{
    size_t count = buffer_length(&input->bytes);
    buffer_consume(&input->bytes, count);
    buffer_consume(&input->ends, buffer_length(&input->ends));
    input->ended_bytes = 0;
    input->dropping = 0;
    return count;
}
