#include "exec_request.h"

#include <stdlib.h>
#include <string.h>

#include "protocol.h"

/* Reads u16 count, then count x (u32 length, bytes), into an array of C strings. A NUL inside one sets `failed`. */
static char **read_strings(struct reader *payload)
{
    size_t count = read_u16(payload);
    char **strings = allocate((count + 1) * sizeof *strings);
    for (size_t i = 0; i < count; i++) {
        size_t length = read_u32(payload);
        const uint8_t *bytes = read_bytes(payload, length);
        if (bytes == NULL || memchr(bytes, 0, length) != NULL) {
            payload->failed = true;
            break;
        }
        strings[i] = allocate(length + 1);
        memcpy(strings[i], bytes, length);
    }
    return strings;
}

static void free_strings(char **strings)
{
    for (size_t i = 0; strings[i] != NULL; i++)
        free(strings[i]);
    free(strings);
}

static bool has_zero_limit(const struct exec_request *request)
{
    return request->cpu_ms == 0 || request->wall_ms == 0 || request->idle_ms == 0 || request->hard_ms == 0
        || request->file_bytes == 0 || request->open_files == 0;
}

/* Returns NULL unless the payload is an EXEC with at least one argument and no limit of 0. */
struct exec_request *exec_request_parse(struct reader *payload)
{
    struct exec_request *request = allocate(sizeof *request);
    request->phase = read_u8(payload);
    uint8_t flags = read_u8(payload);
    request->terminal = flags & EXEC_TERMINAL;
    request->stdin_frames = flags & EXEC_STDIN;
    request->only_if_ok = flags & EXEC_ONLY_IF_OK;
    request->interactive = flags & EXEC_INTERACTIVE;
    request->stdin_pipe = flags & EXEC_STDIN_PIPE;
    request->prepared = flags & EXEC_PREPARED;
    request->gathered = flags & EXEC_GATHERED;
    request->copied = request->prepared && (flags & EXEC_COPIED);
    request->cols = read_u16(payload);
    request->rows = read_u16(payload);
    request->cpu_ms = read_u32(payload);
    request->wall_ms = read_u32(payload);
    request->idle_ms = read_u32(payload);
    request->hard_ms = read_u32(payload);
    request->file_bytes = read_u64(payload);
    request->open_files = read_u32(payload);
    request->argv = read_strings(payload);
    request->envp = read_strings(payload);
    if (!reader_done(payload) || request->argv[0] == NULL || has_zero_limit(request)) {
        exec_request_free(request);
        return NULL;
    }
    return request;
}

/* Returns NULL unless the payload is a PREPARE with at least one argument. */
struct exec_request *exec_request_parse_prepare(struct reader *payload)
{
    struct exec_request *request = allocate(sizeof *request);
    request->phase = read_u8(payload);
    request->cpu_ms = request->wall_ms = request->idle_ms = request->hard_ms = request->open_files = NO_LIMIT;
    request->file_bytes = NO_FILE_LIMIT;
    request->argv = read_strings(payload);
    request->envp = read_strings(payload);
    if (!reader_done(payload) || request->argv[0] == NULL) {
        exec_request_free(request);
        return NULL;
    }
    return request;
}

void exec_request_free(struct exec_request *request)
{
    if (request == NULL)
        return;
    free_strings(request->argv);
    free_strings(request->envp);
    free(request);
}
