/* An EXEC frame, parsed. */
#ifndef EXEC_REQUEST_H
#define EXEC_REQUEST_H

#include <stdbool.h>

#include "frames.h"

/* Absent limits. A 0 is malformed: nobody means it, and it must not become no limit. */
#define NO_LIMIT UINT32_MAX
#define NO_FILE_LIMIT UINT64_MAX

struct exec_request {
    uint8_t phase;
    bool terminal, stdin_frames, stdin_pipe, only_if_ok, interactive, prepared;
    bool gathered; /* nobody follows it while it runs: its frames may leave together */
    bool copied; /* a copy of the prepared runtime runs it, and the runtime goes on waiting */
    uint16_t cols, rows;
    uint32_t cpu_ms, wall_ms, idle_ms, hard_ms; /* or NO_LIMIT */
    uint64_t file_bytes;                        /* RLIMIT_FSIZE, or NO_FILE_LIMIT */
    uint32_t open_files;                        /* RLIMIT_NOFILE, or NO_LIMIT: unchanged */
    char **argv, **envp;                        /* end in NULL */
};

struct exec_request *exec_request_parse(struct reader *payload);
struct exec_request *exec_request_parse_prepare(struct reader *payload);
void exec_request_free(struct exec_request *request);

#endif
