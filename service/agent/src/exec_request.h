/* An EXEC frame, parsed. */
#ifndef EXEC_REQUEST_H
#define EXEC_REQUEST_H

#include <stdbool.h>

#include "frames.h"

struct exec_request {
    uint8_t phase;
    bool terminal, stdin_frames, stdin_pipe, only_if_ok, interactive;
    uint16_t cols, rows;
    uint32_t cpu_ms, wall_ms, idle_ms, hard_ms; /* 0 = no limit */
    uint64_t file_bytes;                        /* RLIMIT_FSIZE, 0 = no limit */
    uint32_t open_files;                        /* RLIMIT_NOFILE, 0 = as it is */
    char **argv, **envp;                        /* end in NULL */
};

struct exec_request *exec_request_parse(struct reader *payload);
void exec_request_free(struct exec_request *request);

#endif
