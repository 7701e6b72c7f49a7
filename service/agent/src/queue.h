/* Requests that wait, in order of arrival. */
#ifndef QUEUE_H
#define QUEUE_H

#include "exec_request.h"
#include "protocol.h"

struct item {
    struct item *next;
    enum host_frame type;      /* HOST_FILE, HOST_EXEC, HOST_COLLECT or HOST_RESET */
    struct exec_request *exec; /* of an EXEC */
    uint8_t *payload;          /* of the others */
    size_t size;               /* bytes of payload */
    bool skip;                 /* a STOP came after it: it is not done, and answered as skipped */
};

struct queue {
    struct item *first, *last;
    size_t bytes;
};

bool queue_add(struct queue *queue, enum host_frame type, const struct reader *payload);
bool queue_add_exec(struct queue *queue, struct exec_request *exec, size_t size);
struct item *queue_take(struct queue *queue);
void item_free(struct item *item);
bool queue_has_exec(const struct queue *queue);
void queue_drop(struct queue *queue, void (*dropped)(void *context, const struct exec_request *exec), void *context);
void queue_skip_all(struct queue *queue);
void queue_resize(struct queue *queue, uint16_t cols, uint16_t rows);

#endif
