/* Frames that wait to be sent to the host. Sending never blocks. */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>

#include "buffer.h"

/*
 * Two queues: `ordered` has the life of the EXECs (STARTED, output, EXIT, FAILED), `control` has frames that may
 * overtake it (PONG, STDIN_ACK), so they do not wait behind a backlog of output.
 */
struct outbox {
    struct buffer control, ordered;
    size_t unfinished; /* bytes of the frame at the front of `ordered` still to be sent, once it was begun */
    size_t held;       /* bytes of output in the last frame of `ordered` if more may join before it is sent; or 0, */
    uint8_t held_type; /* and its type */
};

enum flush {
    FLUSH_DONE,      /* as far as the host reads */
    FLUSH_NO_MEMORY, /* the kernel has none for the pipe now: try again later */
    FLUSH_GONE,      /* the host is gone */
};

void outbox_control(struct outbox *outbox, uint8_t type, const void *payload, size_t length);
void outbox_ordered(struct outbox *outbox, uint8_t type, const void *payload, size_t length);
uint8_t *outbox_reserve(struct outbox *outbox, uint8_t type, size_t room);
size_t outbox_commit(struct outbox *outbox, uint8_t type, size_t length);
void outbox_hold(struct outbox *outbox, uint8_t type, size_t length);
void outbox_release(struct outbox *outbox);
size_t outbox_ready(const struct outbox *outbox);
size_t outbox_length(const struct outbox *outbox);
enum flush outbox_flush(struct outbox *outbox, int fd);

#endif
