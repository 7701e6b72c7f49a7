/* The processes of the sandbox: kills and reaps them. */
#ifndef PROCESSES_H
#define PROCESSES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

uint64_t process_cpu_us(pid_t pid);
bool processes_is_init(void);
void processes_adopt(void);
void processes_spare(pid_t pid);
void processes_kill(void);
void processes_end(void);

struct reaped {
    pid_t pid;
    int status;
    struct rusage usage; /* including the children it waited for */
};

enum reap_result { REAP_ONE, REAP_ALIVE, REAP_NONE_LEFT };

enum reap_result processes_reap(struct reaped *reaped);
bool processes_are_gone(char *message, size_t size);

#endif
