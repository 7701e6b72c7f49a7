/* The FILEs to write and EXECs to run, in the order they came. */
#ifndef QUEUE_H
#define QUEUE_H

#include "exec_request.h"

struct item {
    struct item *next;
    struct exec_request *exec; /* NULL: the item is a FILE */
    uint8_t *file;             /* the FILE's payload */
    size_t size;               /* bytes of payload */
    bool skip;                 /* a STOP came after it: not written, or ends as skipped */
};

struct queue {
    struct item *first, *last;
    size_t bytes;
};

bool queue_add_file(struct queue *queue, const struct reader *payload);
bool queue_add_exec(struct queue *queue, struct exec_request *exec, size_t size);
struct item *queue_take(struct queue *queue);
void item_free(struct item *item);
void queue_skip_all(struct queue *queue);
void queue_resize(struct queue *queue, uint16_t cols, uint16_t rows);

#endif
