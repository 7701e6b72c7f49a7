#include "queue.h"

#include <stdlib.h>
#include <string.h>

static void append(struct queue *queue, struct item *item)
{
    item->next = NULL;
    if (queue->last != NULL)
        queue->last->next = item;
    else
        queue->first = item;
    queue->last = item;
    queue->bytes += item->size;
}

static bool add(struct queue *queue, struct item item)
{
    if (queue->bytes + item.size > MAX_QUEUE_BYTES)
        return false;
    struct item *added = allocate(sizeof *added);
    *added = item;
    append(queue, added);
    return true;
}

/* Copies the payload. Returns false, like queue_add_exec, if the queue would exceed MAX_QUEUE_BYTES. */
bool queue_add(struct queue *queue, enum host_frame type, const struct reader *payload)
{
    uint8_t *copy = allocate(payload->left + 1);
    memcpy(copy, payload->at, payload->left);
    if (add(queue, (struct item){.type = type, .payload = copy, .size = payload->left}))
        return true;
    free(copy);
    return false;
}

/* Takes over `exec` if it returns true. */
bool queue_add_exec(struct queue *queue, struct exec_request *exec, size_t size)
{
    return add(queue, (struct item){.type = HOST_EXEC, .exec = exec, .size = size});
}

/* Returns the oldest item, for the caller to free, or NULL. */
struct item *queue_take(struct queue *queue)
{
    struct item *item = queue->first;
    if (item == NULL)
        return NULL;
    queue->first = item->next;
    if (queue->first == NULL)
        queue->last = NULL;
    queue->bytes -= item->size;
    return item;
}

void item_free(struct item *item)
{
    exec_request_free(item->exec);
    free(item->payload);
    free(item);
}

bool queue_has_exec(const struct queue *queue)
{
    for (const struct item *item = queue->first; item != NULL; item = item->next)
        if (item->exec != NULL)
            return true;
    return false;
}

/* Drops all entries except RESETs, which are always answered. Reports each dropped EXEC. */
void queue_drop(struct queue *queue, void (*dropped)(void *context, const struct exec_request *exec), void *context)
{
    struct queue kept = {0};
    for (struct item *item; (item = queue_take(queue)) != NULL;) {
        if (item->type == HOST_RESET) {
            append(&kept, item);
            continue;
        }
        if (item->exec != NULL)
            dropped(context, item->exec);
        item_free(item);
    }
    *queue = kept;
}

void queue_skip_all(struct queue *queue)
{
    for (struct item *item = queue->first; item != NULL; item = item->next)
        item->skip = true;
}

/* A RESIZE is newer than every queued EXEC, so it replaces the size they came with. */
void queue_resize(struct queue *queue, uint16_t cols, uint16_t rows)
{
    for (struct item *item = queue->first; item != NULL; item = item->next) {
        if (item->exec == NULL)
            continue;
        item->exec->cols = cols;
        item->exec->rows = rows;
    }
}
