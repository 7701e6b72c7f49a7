/*
 * A runtime that starts before its program comes, and takes it over. One for each sandbox. It serves one EXEC, or forks
 * a copy for each of several.
 */
#ifndef PREPARED_H
#define PREPARED_H

#include <stdbool.h>
#include <sys/types.h>

#include "exec_request.h"

struct prepared {
    pid_t pid;     /* 0 if there is none */
    int socket;    /* to it, or -1 */
    bool ready;    /* it has reported that it waits */
    bool copied;   /* a copy of it has run a program, so it outlives programs and RESETs */
    uint8_t phase; /* of the EXECs that it may take */
};

extern const struct prepared NOT_PREPARED;

struct agent;

void prepared_start(struct agent *agent, const struct exec_request *request);
void prepared_heard(struct agent *agent);
size_t prepared_message_size(const struct exec_request *request);
bool prepared_fits(const struct prepared *prepared, const struct exec_request *request);
pid_t prepared_hand_over(struct prepared *prepared, const struct exec_request *request, const int stdio[3],
                         int *started);
void prepared_reaped(struct agent *agent);
void prepared_reset(struct agent *agent);
void prepared_end(struct agent *agent);

#endif
