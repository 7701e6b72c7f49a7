/* System V objects that programs leave behind: shared memory, semaphores and message queues (sysvipc(7)). */
#ifndef IPC_H
#define IPC_H

#include <stdbool.h>
#include <stddef.h>

void ipc_wipe(void);
bool ipc_is_clean(char *message, size_t size);

#endif
