#include "ipc.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

enum { IDS_AT_ONCE = 256 };

static int remove_shm(int id)
{
    return shmctl(id, IPC_RMID, NULL);
}

static int remove_sem(int id)
{
    return semctl(id, 0, IPC_RMID);
}

static int remove_msg(int id)
{
    return msgctl(id, IPC_RMID, NULL);
}

static const struct kind {
    const char *path; /* proc(5): titles, then one line for each object */
    int (*remove)(int id);
} KINDS[] = {
    {"/proc/sysvipc/shm", remove_shm},
    {"/proc/sysvipc/sem", remove_sem},
    {"/proc/sysvipc/msg", remove_msg},
};

enum { KINDS_COUNT = sizeof KINDS / sizeof *KINDS };

/* Returns the number of ids, at most IDS_AT_ONCE, or -1 if it is unknown. */
static int list(const struct kind *kind, int ids[IDS_AT_ONCE])
{
    FILE *file = fopen(kind->path, "re");
    if (file == NULL)
        return errno == ENOENT ? 0 : -1; /* a kernel without System V IPC */
    int count = 0;
    if (fscanf(file, "%*[^\n]") != EOF)
        while (count < IDS_AT_ONCE && fscanf(file, "%*d %d%*[^\n]", &ids[count]) == 1)
            count++;
    fclose(file);
    return count;
}

/* Removes everything in the IPC namespace, which belongs to the sandbox if the agent is PID 1. */
void ipc_wipe(void)
{
    int ids[IDS_AT_ONCE], count, removed;
    for (size_t i = 0; i < KINDS_COUNT; i++)
        do {
            removed = 0;
            count = list(&KINDS[i], ids);
            for (int at = 0; at < count; at++)
                removed += KINDS[i].remove(ids[at]) == 0;
        } while (removed > 0 && count == IDS_AT_ONCE);
}

bool ipc_is_clean(char *message, size_t size)
{
    int ids[IDS_AT_ONCE];
    for (size_t i = 0; i < KINDS_COUNT; i++) {
        int count = list(&KINDS[i], ids);
        if (count == 0)
            continue;
        if (count > 0)
            snprintf(message, size, "%s: %d", KINDS[i].path, ids[0]);
        else
            snprintf(message, size, "%s: cannot be read", KINDS[i].path);
        return false;
    }
    return true;
}
